package io.sae4j.format.sae;

import static io.sae4j.format.FormatTests.assertSameBits;
import static io.sae4j.format.FormatTests.littleEndian;
import static io.sae4j.format.FormatTests.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.format.FormatException;
import io.sae4j.format.FormatTests;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.LoadedSae;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemmaScopeFormatTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsUpperAndLowerCaseNamesFromFileOrDirectory(boolean upper) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        entries().forEach((name, content) -> entries.put(upper ? name : name.toLowerCase(Locale.ROOT), content));
        Path file = directory.resolve("params.npz");
        FormatTests.zip(file, upper, entries);
        for (Path path : new Path[] {file, directory}) {
            LoadedSae sae = SaeFormats.read(path);
            assertThat(sae.config().encoder()).isEqualTo(EncoderSpec.of("jumprelu"));
            assertThat(sae.config().applyBDecToInput()).isFalse();
            assertThat(sae.config().dIn()).isEqualTo(2);
            assertThat(sae.config().dSae()).isEqualTo(3);
            assertThat(sae.provenance().origin()).isEqualTo("gemma-scope");
            assertSameBits(sae.weights().get("W_enc"), 1, 2, 3, 4, 5, 6);
            assertSameBits(sae.weights().get("threshold"), 7, 8, 9);
        }
        LoadedSae sae = SaeFormats.read(file);
        SaeFormats.write(sae.config(), sae.weights(), sae.provenance(), null, directory.resolve("saved"));
        LoadedSae again = SaeFormats.read(directory.resolve("saved"));
        assertThat(again.config().withMetadata(Map.of())).isEqualTo(sae.config());
        assertThat(again.provenance()).isEqualTo(sae.provenance());
        assertSameBits(again.weights().get("W_dec"), 1, 2, 3, 4, 5, 6);
    }

    @Test
    void refusesTensorsByName() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.remove("threshold.npy");
        refused("tensor 'threshold' is missing; architecture 'jumprelu' has", entries);
        entries = entries();
        entries.put("extra.npy", npy("'<f4'", false, "(1,)", littleEndian(1)));
        refused("tensor 'extra' does not belong to architecture 'jumprelu'", entries);
        entries = entries();
        entries.put("w_enc.npy", npy("'<f4'", false, "(1,)", littleEndian(1)));
        refused("tensor 'W_enc' is there twice", entries);
        entries = entries();
        entries.put("b_dec.npy", npy("'<f4'", false, "(3,)", littleEndian(1, 2, 3)));
        refused("tensor 'b_dec' must have shape [2], got [3]", entries);
        entries = entries();
        entries.put("b_dec.npy", npy("'<f4'", false, "(2,)", littleEndian(1, Float.NaN)));
        refused("tensor 'b_dec' holds a value that is not finite, at entry 1 of 2", entries);
    }

    private void refused(String problem, Map<String, byte[]> entries) throws IOException {
        Path file = directory.resolve("params.npz");
        FormatTests.zip(file, false, entries);
        assertThatThrownBy(() -> SaeFormats.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + ": " + problem);
    }

    private static Map<String, byte[]> entries() {
        Map<String, byte[]> entries = new HashMap<>();
        entries.put("W_enc.npy", npy("'<f4'", false, "(2, 3)", littleEndian(1, 2, 3, 4, 5, 6)));
        entries.put("W_dec.npy", npy("'<f4'", false, "(3, 2)", littleEndian(1, 2, 3, 4, 5, 6)));
        entries.put("b_enc.npy", npy("'<f4'", false, "(3,)", littleEndian(1, 2, 3)));
        entries.put("b_dec.npy", npy("'<f4'", false, "(2,)", littleEndian(1, 2)));
        entries.put("threshold.npy", npy("'<f4'", false, "(3,)", littleEndian(7, 8, 9)));
        return entries;
    }
}
