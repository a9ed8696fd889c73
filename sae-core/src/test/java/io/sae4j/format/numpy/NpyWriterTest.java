package io.sae4j.format.numpy;

import static io.sae4j.format.FormatTests.littleEndian;
import static io.sae4j.format.FormatTests.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.format.FloatType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {
    @TempDir
    Path directory;

    @Test
    void writesAHeaderThatFitsTheRows() throws IOException {
        Path target = directory.resolve("sub/rows.npy");
        float[] many = new float[3 * 100_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = i;
        }
        try (NpyWriter writer = NpyWriter.create(target, 3)) {
            writer.write(new float[] {9, 1, 2, 3, 4, 5, 6}, 1, 2);
            writer.write(many, 0, 100_000);
            assertThat(writer.rows()).isEqualTo(100_002);
            assertThat(target).doesNotExist();
            writer.commit();
        }
        byte[] bytes = Files.readAllBytes(target);
        assertThat(Arrays.copyOfRange(bytes, 128, 152)).isEqualTo(littleEndian(1, 2, 3, 4, 5, 6));
        assertThat(Arrays.copyOfRange(bytes, 152, bytes.length)).isEqualTo(littleEndian(many));
        try (NpyFile file = NpyFile.open(target)) {
            assertThat(file.header().shape()).containsExactly(100_002, 3);
            assertThat(file.header().dataOffset()).isEqualTo(128);
            assertThat(file.header().fortranOrder()).isFalse();
            assertThat(file.header().type()).isEqualTo(FloatType.F32);
        }
        assertThat(names(target.getParent())).containsExactly("rows.npy");
    }

    @Test
    void leavesTheOlderFileWhenNotCommitted() throws IOException {
        Path target = directory.resolve("rows.npy");
        Files.writeString(target, "old");
        try (NpyWriter writer = NpyWriter.create(target, 1)) {
            writer.write(new float[] {1}, 0, 1);
        }
        assertThat(target).hasContent("old");
        assertThat(names(directory)).containsExactly("rows.npy");
    }

    @Test
    void refusesUseAfterTheEndAndBadRanges() {
        Path target = directory.resolve("rows.npy");
        assertThatThrownBy(() -> NpyWriter.create(target, 0)).hasMessage("width must be positive, got 0");
        NpyWriter writer = NpyWriter.create(target, 2);
        assertThatThrownBy(() -> writer.write(new float[3], 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 rows of 2 from entry 0 do not fit values of length 3");
        writer.commit();
        assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
        writer.close();
        assertThat(target).exists();
    }
}
