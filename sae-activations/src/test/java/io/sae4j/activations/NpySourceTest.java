package io.sae4j.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sae4j.activations.rows.MappedMatrix;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FormatException;
import io.sae4j.format.numpy.NpyFile;
import io.sae4j.format.numpy.NpyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpySourceTest {
    private static final int ROWS = 37;
    private static final int WIDTH = 5;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "<f2,false,64",
        "<f2,true,64",
        "<f4,false,64",
        "<f4,true,64",
        "<f8,false,64",
        "<f8,true,64",
        "<f4,false,8",
        "<f8,true,8",
        "<f2,false,1073741824",
        "<f8,true,1073741824"
    })
    void readsEveryTypeAndOrderAcrossWindows(String descr, boolean fortran, int windowBytes) throws IOException {
        NpySource source = NpySource.open(write(descr, fortran, ROWS, WIDTH), windowBytes);

        assertThat(source.rowCount()).hasValue(ROWS);
        assertThat(source.inputWidth()).isEqualTo(WIDTH);
        assertThat(rowNumbers(source, source.sequential(), 8))
                .containsExactlyElementsOf(LongStream.range(0, ROWS).boxed().toList());
        List<Long> shuffled = rowNumbers(source, source.shuffled(3), 8);
        assertThat(shuffled).isNotEqualTo(LongStream.range(0, ROWS).boxed().toList());
        assertThat(shuffled.stream().sorted().toList())
                .isEqualTo(LongStream.range(0, ROWS).boxed().toList());
    }

    @Test
    void readsLongRunsOfFortranOrder() throws IOException {
        NpySource source = NpySource.open(write("<f4", true, 1021, 3));
        assertThat(rowNumbers(source, source.sequential(), 700)).hasSize(1021);
    }

    @Test
    void orderDependsOnTheSeedAlone() throws IOException {
        Path file = write("<f4", false, ROWS, WIDTH);
        NpySource source = NpySource.open(file);
        List<Long> first = rowNumbers(source, source.shuffled(1), 8);

        assertThat(rowNumbers(source, source.shuffled(1), 3)).isEqualTo(first);
        assertThat(rowNumbers(NpySource.open(file), source.shuffled(1), 8)).isEqualTo(first);
        assertThat(rowNumbers(source, source.shuffled(2), 8)).isNotEqualTo(first);
    }

    @Test
    void readsWhatNpyWriterWrote() {
        Path file = directory.resolve("written.npy");
        try (NpyWriter writer = NpyWriter.create(file, 2)) {
            writer.write(new float[] {1, 2, 3, 4}, 0, 2);
            writer.write(new float[] {9, 5, 6}, 1, 1);
            writer.commit();
        }
        Batch batch = Batch.autoencoder(4, 2);
        try (RowReader reader = NpySource.open(file).sequential()) {
            assertThat(reader.read(batch)).isEqualTo(3);
            assertThat(reader.read(batch)).isZero();
        }
        assertThat(batch.input()).startsWith(1, 2, 3, 4, 5, 6);
    }

    @Test
    void fillsTargetsOfTheirOwn() throws IOException {
        NpySource source = NpySource.open(write("<f4", false, ROWS, WIDTH));
        Batch batch = Batch.withTargets(6, WIDTH, WIDTH);
        source.shuffled(1).read(batch);
        assertThat(batch.target()).isEqualTo(batch.input());
        assertThat(batch.target()).doesNotContain(0f);
    }

    @Test
    void passesNonFiniteValuesOn() throws IOException {
        Path file = directory.resolve("nan.npy");
        Files.write(file, npy("<f4", false, "(1, 2)", floats(Float.NaN, Float.POSITIVE_INFINITY)));
        Batch batch = Batch.autoencoder(1, 2);
        NpySource.open(file).sequential().read(batch);
        assertThat(batch.input()).containsExactly(Float.NaN, Float.POSITIVE_INFINITY);
    }

    @Test
    void readsBeyondTwoGigabytes() throws IOException {
        int width = 1 << 16;
        long rows = 9000;
        Path file = directory.resolve("big.npy");
        byte[] header = npy("<f4", false, "(" + rows + ", " + width + ")", new byte[0]);
        try (RandomAccessFile big = new RandomAccessFile(file.toFile(), "rw")) {
            big.write(header);
            big.setLength(header.length + rows * width * Float.BYTES);
            big.seek(header.length + (rows - 1) * width * Float.BYTES);
            big.write(floats(7f));
        }
        assumeThat(Files.getFileStore(file).getUsableSpace()).isGreaterThan(1L << 30);
        float[] row = new float[width];
        try (NpyFile npy = NpyFile.open(file)) {
            new MappedMatrix(npy.header().dataOffset(), npy.header().type(), rows, width)
                    .mapRowMajor(npy.channel())
                    .read(rows - 1, 1, row, 0);
        }
        assertThat(row).startsWith(7f, 0f);
        assertThat(NpySource.open(file).rowCount()).hasValue(rows);
    }

    @Test
    void refusesFilesThatAreNotMatrices() throws IOException {
        assertRefused("is not an .npy file", "this is no array".getBytes(StandardCharsets.UTF_8));
        assertRefused("ends within the .npy header (empty or truncated)", new byte[0]);
        assertRefused(
                "must have two dimensions [rows, width], its shape is [4]", npy("<f4", false, "(4,)", new byte[16]));
        assertRefused(
                "must have two dimensions [rows, width], its shape is [1, 2, 2]",
                npy("<f4", false, "(1, 2, 2)", new byte[16]));
        assertRefused("holds no numbers: shape [0, 4]", npy("<f4", false, "(0, 4)", new byte[0]));
        assertRefused(
                "is truncated: its .npy header promises 16 bytes of numbers, it has 15",
                npy("<f4", false, "(1, 4)", new byte[15]));
        assertRefused("1 bytes follow the numbers of the .npy file", npy("<f4", false, "(1, 4)", new byte[17]));
        assertRefused(
                "holds Python objects (dtype '|O'); '<f2', '<f4' and '<f8' can be read",
                npy("|O", false, "(1, 4)", new byte[32]));
        assertThatThrownBy(() -> NpySource.open(directory.resolve("absent.npy")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent.npy");
    }

    @Test
    void refusesABatchOfAnotherWidth() throws IOException {
        NpySource source = NpySource.open(write("<f4", false, ROWS, WIDTH));
        assertThatThrownBy(() -> source.sequential().read(Batch.autoencoder(3, WIDTH + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("have width 5, the batch wants 6 and 6");
    }

    private void assertRefused(String problem, byte[] content) throws IOException {
        Path file = directory.resolve("bad.npy");
        Files.write(file, content);
        assertThatThrownBy(() -> NpySource.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": " + problem);
    }

    /** Reads a whole pass, checks every row's values against its number, and returns the numbers. */
    private static List<Long> rowNumbers(ActivationSource source, RowReader reader, int batchRows) {
        List<Long> numbers = new ArrayList<>();
        Batch batch = Batch.forSource(source, batchRows);
        int width = source.inputWidth();
        while (reader.read(batch) > 0) {
            for (int r = 0; r < batch.rows(); r++) {
                long row = batch.sourceRow(r);
                for (int c = 0; c < width; c++) {
                    assertThat(batch.input()[r * width + c]).isEqualTo(value(row, c));
                }
                numbers.add(row);
            }
            batch.clear();
        }
        return numbers;
    }

    /** Small integers, which all three types hold exactly. */
    private static float value(long row, int column) {
        return 1 + (row * 7 + column) % 2000;
    }

    private Path write(String descr, boolean fortran, int rows, int width) throws IOException {
        int bytes = descr.charAt(2) - '0';
        ByteBuffer data = ByteBuffer.allocate(rows * width * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                int at = (fortran ? c * rows + r : r * width + c) * bytes;
                float value = value(r, c);
                switch (bytes) {
                    case 2 -> data.putShort(at, half((int) value));
                    case 4 -> data.putFloat(at, value);
                    default -> data.putDouble(at, value);
                }
            }
        }
        Path file = directory.resolve("rows.npy");
        Files.write(file, npy(descr, fortran, "(" + rows + ", " + width + ")", data.array()));
        return file;
    }

    /** A binary16 of an integer in [1, 2048). */
    private static short half(int value) {
        int exponent = 31 - Integer.numberOfLeadingZeros(value);
        return (short) ((exponent + 15) << 10 | ((value << (10 - exponent)) & 0x3ff));
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static byte[] npy(String descr, boolean fortran, String shape, byte[] data) throws IOException {
        String text = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length(), 0});
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.write(data);
        return out.toByteArray();
    }
}
