package io.sae4j.activations.file;

import static io.sae4j.activations.file.Refusals.assertAsksFor;
import static io.sae4j.activations.file.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.NpySource;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzFormatTest {
    private static final int ROWS = 37;
    private static final int WIDTH = 5;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "F16,false,false",
        "F16,true,true",
        "F32,false,false",
        "F32,false,true",
        "F32,true,false",
        "F32,true,true",
        "F64,false,true",
        "F64,true,false"
    })
    void readsEveryTypeOrderAndMethod(FloatType type, boolean fortran, boolean stored) {
        Path file = Written.write(
                directory.resolve("a.npz"),
                Written.zip(stored, "acts.npy", Written.npy(type, fortran, 0, ROWS, WIDTH)));
        ActivationSource source = ActivationFiles.open(file);

        assertThat(source.randomAccess()).isEqualTo(stored);
        Rows.assertHolds(source, ROWS, WIDTH);
        Rows.assertHolds(ActivationFiles.open(file, FileOptions.tensor("acts")), ROWS, WIDTH);
    }

    @ParameterizedTest
    @CsvSource({
        "numpy-stored.npz,true",
        "numpy-compressed.npz,false",
        "numpy-fortran.npz,true",
        "numpy-fortran-compressed.npz,false"
    })
    void readsWhatNumPyWrote(String name, boolean mapped) {
        ActivationSource source = ActivationFiles.open(Written.golden(name));
        assertThat(source.randomAccess()).isEqualTo(mapped);
        Rows.assertHolds(source, 6, 5);
    }

    @Test
    void asksForANameWhereThereAreSeveralArrays() {
        Path file = Written.golden("numpy-several.npz");
        assertAsksFor(
                file,
                FileOptions.none(),
                " has several arrays that could be meant; name one of 'layer3', 'layer4', 'ids'");
        assertAsksFor(file, FileOptions.tensor("acts"), " has no array 'acts'; there are 'layer3', 'layer4', 'ids'");
        Rows.assertHolds(ActivationFiles.open(file, FileOptions.tensor("layer3")), 6, 5);
        try (RowReader rows =
                ActivationFiles.open(file, FileOptions.tensor("layer4")).sequential()) {
            Batch batch = Batch.autoencoder(6, 5);
            assertThat(rows.read(batch)).isEqualTo(6);
            assertThat(batch.input()).startsWith(-0f, -0.125f, -0.25f).endsWith(-5.5f);
        }
        assertRefused(file, FileOptions.tensor("ids"), "!ids.npy: has dtype '<i8'; '<f2', '<f4' and '<f8' can be read");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void refusesDamage(boolean stored) {
        Path file = directory.resolve("bad.npz");
        byte[] good = Written.zip(stored, "acts.npy", Written.npy(FloatType.F32, false, 0, ROWS, WIDTH));
        for (int length : new int[] {good.length - 1, good.length / 2, 4}) {
            Written.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> ActivationFiles.open(file))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith(file + ": is not a readable .npz (ZIP) file: ");
        }
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        Written.write(file, flipped);
        assertThatThrownBy(() -> ActivationFiles.open(file))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + "!acts.npy: ");
        assertRefused(file, new byte[0], ": is not a readable .npz (ZIP) file: zip file is empty");
        assertRefused(file, Written.zip(stored), ": holds no array");
        assertRefused(file, Written.zip(stored, "acts.txt", new byte[] {'1'}), "!acts.txt: is not an .npy entry");
    }

    @Test
    void namesAFlippedByte() {
        Path file = directory.resolve("bad.npz");
        byte[] content = Written.zip(true, "acts.npy", Written.npy(FloatType.F32, false, 0, ROWS, WIDTH));
        content[content.length / 2] ^= 1;
        assertRefused(file, content, "!acts.npy: is damaged: its bytes do not have the checksum of the archive");
    }

    @Test
    void refusesArraysThatAreNoMatrices() {
        Path file = directory.resolve("bad.npz");
        byte[] four = new byte[16];
        assertRefused(
                file,
                Written.zip(false, "a.npy", Written.npy("<f4", false, "(4,)", four)),
                ": array 'a' must have two dimensions [rows, width], its shape is [4]");
        assertRefused(
                file,
                Written.zip(false, "a.npy", Written.npy("<f4", false, "(0, 4)", new byte[0])),
                "!a.npy: holds no numbers: shape [0, 4]");
        assertRefused(
                file,
                Written.zip(true, "a.npy", Written.npy("<f4", false, "(5, 1)", four)),
                "!a.npy: is truncated: its .npy header promises 20 bytes of numbers, it has 16");
        assertRefused(
                file,
                Written.zip(true, "a.npy", Written.npy(">f4", false, "(4, 1)", four)),
                "!a.npy: holds big-endian numbers (dtype '>f4'); '<f2', '<f4' and '<f8' can be read");
        assertRefused(
                file,
                Written.zip(true, "a.npy", "words".getBytes(StandardCharsets.UTF_8)),
                "!a.npy: ends within the .npy header (empty or truncated)");
    }

    @Test
    void refusesACompressedArrayInFortranOrderThatIsTooLargeToHold() {
        Path file = directory.resolve("large.npz");
        byte[] array = Written.npy("<f2", true, "(8192, 8193)", new byte[8192 * 8193 * 2]);
        assertRefused(
                file,
                Written.zip(false, "a.npy", array),
                ": array 'a' of shape [8192, 8193] is compressed and in Fortran order, so that a row needs all of it;"
                        + " save it uncompressed, or in C order (np.ascontiguousarray)");
        Written.write(file, Written.zip(true, "a.npy", array));
        assertThat(ActivationFiles.open(file).randomAccess()).isTrue();
    }

    @Test
    void seesThatTheFileHasChanged() {
        Path file = Written.write(
                directory.resolve("a.npz"),
                Written.zip(false, "acts.npy", Written.npy(FloatType.F32, false, 0, ROWS, WIDTH)));
        ActivationSource source = ActivationFiles.open(file);
        Written.write(file, Written.zip(false, "acts.npy", Written.npy(FloatType.F32, false, 0, ROWS, WIDTH - 1)));
        assertThatThrownBy(source::sequential).hasMessage(file + ": has changed since it was opened");
    }

    @Test
    void npyNeedsNoName() {
        Path file = Written.write(directory.resolve("a.npy"), Written.npy(FloatType.F16, true, 0, ROWS, WIDTH));
        assertThat(ActivationFiles.open(file)).isInstanceOf(NpySource.class);
        Rows.assertHolds(ActivationFiles.open(file), ROWS, WIDTH);
        assertAsksFor(file, FileOptions.tensor("a"), " has nothing called 'a': an .npy file holds one array");
    }
}
