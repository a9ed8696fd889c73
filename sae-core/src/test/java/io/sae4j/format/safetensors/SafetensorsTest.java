package io.sae4j.format.safetensors;

import static io.sae4j.format.FormatTests.assertRefused;
import static io.sae4j.format.FormatTests.assertSameBits;
import static io.sae4j.format.FormatTests.names;
import static io.sae4j.format.FormatTests.safetensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sae4j.format.FormatException;
import io.sae4j.format.FormatTests;
import io.sae4j.format.TensorChunks;
import io.sae4j.nd.HostArrays;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsTest {
    private static final int MUTATIONS = 4000;

    @TempDir
    Path directory;

    @Test
    void roundTripKeepsBitsNamesOrderAndMetadata() {
        float[] odd = {Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 1e-39f, 3};
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put("zeta", HostArrays.create(odd, 2, 3));
        tensors.put("a \"quoted\" ü", HostArrays.create(new float[] {1, 2, 3}, 3));
        tensors.put("scalar", Nd4j.scalar(4.5f));
        Path file = directory.resolve("t.safetensors");
        Safetensors.write(file, tensors, Map.of("format", "pt"));

        Map<String, INDArray> read = Safetensors.read(file);
        assertThat(read.keySet()).containsExactlyElementsOf(tensors.keySet());
        assertThat(read.get("zeta").shape()).containsExactly(2, 3);
        assertThat(read.get("scalar").rank()).isZero();
        assertSameBits(read.get("zeta"), odd);
        assertSameBits(read.get("a \"quoted\" ü"), 1, 2, 3);
        assertSameBits(read.get("scalar"), 4.5f);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.metadata()).containsExactly(Map.entry("format", "pt"));
        }
        assertThat(names(directory)).containsExactly("t.safetensors");
    }

    @Test
    void writesWhatTheReferenceImplementationWrites() throws IOException {
        Path golden = FormatTests.golden("saelens_dirs/jumprelu_step/infer/sae_weights.safetensors");
        Path file = directory.resolve("copy.safetensors");
        Safetensors.write(file, Safetensors.read(golden));
        assertThat(file).hasSameBinaryContentAs(golden);
    }

    @Test
    void writesViewsAndOtherTypesInRowMajorOrder() {
        INDArray base = HostArrays.create(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Path file = directory.resolve("views.safetensors");
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put("transposed", base.transpose());
        tensors.put("row", base.getRow(1));
        tensors.put("double", base.castTo(DataType.DOUBLE));
        Safetensors.write(file, tensors);

        Map<String, INDArray> read = Safetensors.read(file);
        assertSameBits(read.get("transposed"), 1, 4, 2, 5, 3, 6);
        assertThat(read.get("transposed").shape()).containsExactly(3, 2);
        assertSameBits(read.get("row"), 4, 5, 6);
        assertSameBits(read.get("double"), 1, 2, 3, 4, 5, 6);
    }

    @Test
    void tensorsLargerThanAChunkSurvive() {
        float[] values = new float[TensorChunks.CHUNK * 2 + 17];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = directory.resolve("chunks.safetensors");
        Safetensors.write(file, Map.of("t", HostArrays.create(values, values.length)));
        assertSameBits(Safetensors.read(file).get("t"), values);
    }

    @Test
    void convertsOtherFloatingPointTypes() throws IOException {
        byte[] content = safetensors(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]},"
                        + "\"d\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]}}",
                16);
        ByteBuffer.wrap(content, content.length - 16, 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x3e00)
                .putShort((short) 0xc000)
                .putShort((short) 0x3fc0)
                .putShort((short) 0xbf80)
                .putDouble(0.1);
        Path file = write(content);
        Map<String, INDArray> read = Safetensors.read(file);
        assertSameBits(read.get("h"), 1.5f, -2);
        assertSameBits(read.get("b"), 1.5f, -1);
        assertSameBits(read.get("d"), 0.1f);
    }

    @Test
    void readsBeyondTwoGigabytes() throws IOException {
        long hole = 3L << 30;
        byte[] header = safetensors(
                "{\"hole\":{\"dtype\":\"U8\",\"shape\":[" + hole + "],\"data_offsets\":[0," + hole
                        + "]},\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + hole + "," + (hole + 4)
                        + "]}}",
                0);
        Path path = directory.resolve("sparse.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.write(header);
            assumeThat(Files.getFileStore(path).getUsableSpace()).isGreaterThan(hole);
            sparse.seek(header.length + hole);
            sparse.write(FormatTests.littleEndian(2.5f));
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertSameBits(file.read("t"), 2.5f);
            assertThatThrownBy(() -> file.read("hole"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("tensor 'hole' has dtype U8; F32, F16, BF16 and F64 can be read");
        }
    }

    @Test
    void refusesLyingHeaders() throws IOException {
        refused("is too short for a safetensors file: 3 bytes", new byte[3]);
        refused("safetensors header does not begin with '{'", safetensors("", 0));
        refused("safetensors header does not begin with '{'", safetensors("[]", 0));
        byte[] long1 = safetensors("{}", 0);
        long1[0] = 100;
        refused("safetensors header is said to have 100 bytes, but the file has 10", long1);
        byte[] negative = safetensors("{}", 0);
        negative[7] = (byte) 0x80;
        refused("safetensors header is said to have 9223372036854775810 bytes, but the file has 10", negative);
        refused("1 bytes follow the last tensor", safetensors("{}", 1));
        refused("__metadata__ 'a' is not a string", safetensors("{\"__metadata__\":{\"a\":1}}", 0));
        refused("__metadata__ is not an object of strings", safetensors("{\"__metadata__\":[]}", 0));
        refusedContaining(
                "Duplicate field 't'",
                "{\"t\":" + info("F32", "[1]", "[0,4]") + ",\"t\":" + info("F32", "[1]", "[0,4]") + "}");
        refusedContaining("Duplicate field 'dtype'", "{\"t\":{\"dtype\":\"F32\",\"dtype\":\"F16\"}}");
        refusedContaining("is not valid JSON", "{\"t\":");
        refusedContaining("is not valid JSON", "{} x");
        refusedContaining("is not valid JSON", "{\"a\":" + "[".repeat(5000));
        refusedTensor("has the unknown dtype \"Q7\"", info("Q7", "[1]", "[0,4]"));
        refusedTensor("shape must hold whole numbers from 0 on, got -1", info("F32", "[-1]", "[0,4]"));
        refusedTensor("shape must hold whole numbers from 0 on, got 1.0", info("F32", "[1.0]", "[0,4]"));
        refusedTensor("shape is not a list: 4", info("F32", "4", "[0,4]"));
        refusedTensor(
                "shape must hold whole numbers from 0 on, got 99999999999999999999",
                info("F32", "[99999999999999999999]", "[0,4]"));
        refusedTensor(
                "has the impossible shape [4611686018427387904, 4611686018427387904]",
                info("F32", "[4611686018427387904,4611686018427387904]", "[0,4]"));
        refusedTensor("data_offsets must be [begin, end] with begin <= end, got [4, 0]", info("F32", "[1]", "[4,0]"));
        refusedTensor("data_offsets must be [begin, end] with begin <= end, got [0]", info("F32", "[1]", "[0]"));
        refusedTensor("of F32 and shape [2] takes 8 bytes but data_offsets [0, 4] hold 4", info("F32", "[2]", "[0,4]"));
        refusedTensor("ends at byte 8 of the data, but there are 4 (truncated?)", info("F32", "[2]", "[0,8]"));
        refusedTensor(
                "leaves a hole before it: it begins at byte 2 of the data, expected 0", info("F16", "[1]", "[2,4]"));
        refusedTensor("has no dtype", "{}");
        refused(
                "tensor 'u' overlaps another tensor: it begins at byte 2 of the data, expected 4",
                safetensors(
                        "{\"t\":" + info("F32", "[1]", "[0,4]") + ",\"u\":" + info("F16", "[1]", "[2,4]") + "}", 4));
    }

    @Test
    void refusesMissingAndEmptyTensors() throws IOException {
        Path file = write(safetensors("{\"t\":" + info("F32", "[0,3]", "[0,0]") + "}", 0));
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertRefused(file, "tensor 'x' is missing; there are [t]", () -> open.read("x"));
            assertRefused(file, "tensor 't' has no entries", () -> open.read("t"));
        }
        assertThatThrownBy(() -> Safetensors.read(directory.resolve("absent")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent");
    }

    /** A header that was tampered with is read, or refused with a {@link FormatException}; nothing else happens. */
    @Test
    void mutatedFilesAreReadOrRefused() throws IOException {
        byte[] original = Files.readAllBytes(FormatTests.golden("saelens_dirs/topk/infer/sae_weights.safetensors"));
        int headerEnd = new String(original, StandardCharsets.ISO_8859_1).indexOf("}}") + 2;
        SplittableRandom random = new SplittableRandom(20240917);
        Path file = directory.resolve("mutated.safetensors");
        byte[] likely = "0123456789{}[]\":,-.eFBU ".getBytes(StandardCharsets.US_ASCII);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = original.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                mutated[random.nextInt(headerEnd)] =
                        random.nextBoolean() ? likely[random.nextInt(likely.length)] : (byte) random.nextInt(256);
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(mutated.length) : mutated.length;
            Files.write(file, Arrays.copyOf(mutated, length));
            try {
                Safetensors.read(file).values().forEach(INDArray::close);
            } catch (FormatException e) {
                assertThat(e.getMessage()).startsWith(file.toString());
                refused++;
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 1);
    }

    private static String info(String dtype, String shape, String offsets) {
        return "{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    private void refusedTensor(String problem, String info) throws IOException {
        refused("tensor 't' " + problem, safetensors("{\"t\":" + info + "}", 4));
    }

    private void refused(String problem, byte[] content) throws IOException {
        Path file = write(content);
        assertRefused(file, problem, () -> SafetensorsFile.open(file));
    }

    private void refusedContaining(String problem, String header) throws IOException {
        Path file = write(safetensors(header, 4));
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + ": safetensors header is not valid JSON")
                .hasMessageContaining(problem);
    }

    private Path write(byte[] content) throws IOException {
        Path file = directory.resolve("file.safetensors");
        Files.write(file, content);
        return file;
    }
}
