package io.sae4j.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sae4j.nd.HostArrays;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the tests of this package share: files made byte by byte, golden values, expected refusals. */
public final class FormatTests {
    private FormatTests() {}

    public static byte[] safetensors(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    public static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
        String text = "{'descr': " + descr + ", 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }";
        return npy(1, text, data);
    }

    public static byte[] npy(int version, String dictionary, byte[] data) {
        byte[] text = (dictionary + "\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        out.writeBytes(new byte[] {(byte) text.length, (byte) (text.length >> 8)});
        if (version > 1) {
            out.writeBytes(new byte[2]);
        }
        out.writeBytes(text);
        out.writeBytes(data);
        return out.toByteArray();
    }

    public static byte[] littleEndian(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    public static Path golden(String name) {
        try {
            return Path.of(FormatTests.class.getResource("/golden/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode goldenValues() {
        try (InputStream stream = FormatTests.class.getResourceAsStream("/golden/saelens_6_18.json")) {
            return JsonFiles.MAPPER.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of a number or of lists of numbers, nested as deeply as they like, row-major. */
    public static float[] floats(JsonNode node) {
        List<Float> values = new ArrayList<>();
        collect(node, values);
        float[] out = new float[values.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = values.get(i);
        }
        return out;
    }

    private static void collect(JsonNode node, List<Float> values) {
        if (node.isArray()) {
            node.forEach(child -> collect(child, values));
        } else {
            values.add((float) node.doubleValue());
        }
    }

    public static void assertSameBits(INDArray actual, float... expected) {
        float[] values = HostArrays.toFloats(actual);
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.floatToRawIntBits(values[i]))
                    .as("entry %s: %s and %s", i, values[i], expected[i])
                    .isEqualTo(Float.floatToRawIntBits(expected[i]));
        }
    }

    public static void assertClose(INDArray actual, float[] expected, double tolerance) {
        float[] values = HostArrays.toFloats(actual);
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            double error = Math.abs(values[i] - expected[i]);
            assertThat(error)
                    .as("entry %s: %s and %s", i, values[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    public static void assertRefused(Path file, String problem, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(FormatException.class).hasMessage(file + ": " + problem);
    }

    public static List<String> names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An archive of {@code entries} by name. */
    public static void zip(Path file, boolean stored, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(content.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        }
    }
}
