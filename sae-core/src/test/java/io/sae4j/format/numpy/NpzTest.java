package io.sae4j.format.numpy;

import static io.sae4j.format.FormatTests.assertRefused;
import static io.sae4j.format.FormatTests.assertSameBits;
import static io.sae4j.format.FormatTests.littleEndian;
import static io.sae4j.format.FormatTests.npy;
import static io.sae4j.format.FormatTests.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class NpzTest {
    private static final int MUTATIONS = 2000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsStoredAndDeflatedEntries(boolean stored) throws IOException {
        Path file = directory.resolve("a.npz");
        zip(
                file,
                stored,
                Map.of(
                        "c.npy", npy("'<f4'", false, "(2, 3)", littleEndian(1, 2, 3, 4, 5, 6)),
                        "f.npy", npy("'<f4'", true, "(2, 3)", littleEndian(1, 4, 2, 5, 3, 6)),
                        "v.npy", npy("'<f2'", true, "(1,)", new byte[] {0, 0x3e}),
                        "s.npy", npy("'<f8'", false, "()", new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x3f})));
        Map<String, INDArray> arrays = Npz.read(file);

        assertThat(arrays.keySet()).containsExactlyInAnyOrder("c", "f", "v", "s");
        for (String name : new String[] {"c", "f"}) {
            assertThat(arrays.get(name).shape()).containsExactly(2, 3);
            assertSameBits(arrays.get(name), 1, 2, 3, 4, 5, 6);
        }
        assertSameBits(arrays.get("v"), 1.5f);
        assertSameBits(arrays.get("s"), 1.5f);
        assertThat(arrays.get("s").rank()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryHeaderVersionAndSpacing(int version) throws IOException {
        refusedOrRead(null, npy(version, "{'shape':(1,2),\"descr\":'<f4','fortran_order':False}   ", new byte[8]));
    }

    @Test
    void refusesArraysByName() throws IOException {
        String readable = "; '<f2', '<f4' and '<f8' can be read";
        byte[] eight = new byte[8];
        refusedOrRead("is not an .npy file", "hello, this is text".getBytes(StandardCharsets.UTF_8));
        refusedOrRead("ends within the .npy header (empty or truncated)", new byte[0]);
        refusedOrRead(".npy version 4 is unknown; 1 to 3 can be read", npy(4, "{}", eight));
        refusedOrRead("holds big-endian numbers (dtype '>f4')" + readable, npy("'>f4'", false, "(2,)", eight));
        refusedOrRead("holds Python objects (dtype '|O')" + readable, npy("'|O'", false, "(1,)", eight));
        refusedOrRead("holds records (a structured dtype)" + readable, npy("[('a', '<f4')]", false, "(2,)", eight));
        refusedOrRead("has dtype '<i8'" + readable, npy("'<i8'", false, "(1,)", eight));
        refusedOrRead(
                "is truncated: its .npy header promises 12 bytes of numbers, it has 8",
                npy("'<f4'", false, "(3,)", eight));
        refusedOrRead("4 bytes follow the numbers of the .npy file", npy("'<f4'", false, "(1,)", eight));
        refusedOrRead("holds no numbers: shape [0]", npy("'<f4'", false, "(0,)", new byte[0]));
        refusedOrRead(".npy shape must hold whole numbers from 0 on, got (-2,)", npy("'<f4'", false, "(-2,)", eight));
        refusedOrRead(".npy shape must hold whole numbers from 0 on, got (,2)", npy("'<f4'", false, "(,2)", eight));
        refusedOrRead(
                "has the impossible .npy shape (9223372036854775807,2)",
                npy("'<f4'", false, "(9223372036854775807,2)", eight));
        refusedOrRead(
                "has the impossible .npy shape (9999999999999999999,)",
                npy("'<f4'", false, "(9999999999999999999,)", eight));
        refusedOrRead(".npy header is not a dictionary", npy(1, "['descr']", eight));
        refusedOrRead(".npy header has the key 'shape' twice", npy(1, "{'shape': (), 'shape': ()}", eight));
        refusedOrRead(".npy header cannot be read after its first 13 characters", npy(1, "{'shape': (),oops}", eight));
        refusedOrRead(
                ".npy header must have the keys descr, fortran_order, shape; got [shape]",
                npy(1, "{'shape': ()}", eight));
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        Path file = directory.resolve("x.npz");
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + ": is not a readable .npz (ZIP) file");
        zip(file, false, Map.of("readme.txt", new byte[1]));
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + "!readme.txt: is not an .npy entry");
        assertThatThrownBy(() -> Npz.read(directory.resolve("absent.npz"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void mutatedHeadersAreReadOrRefused() throws IOException {
        byte[] original = npy("'<f4'", false, "(2, 3)", new byte[24]);
        byte[] likely = "0123456789'(),{}<>fTrue ".getBytes(StandardCharsets.US_ASCII);
        SplittableRandom random = new SplittableRandom(7);
        Path file = directory.resolve("mutated.npy");
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = original.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                mutated[random.nextInt(mutated.length - 24)] =
                        random.nextBoolean() ? likely[random.nextInt(likely.length)] : (byte) random.nextInt(256);
            }
            Files.write(file, mutated);
            try (NpyFile read = NpyFile.open(file)) {
                assertThat(read.header().dataBytes()).isBetween(1L, 64L);
            } catch (FormatException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
    }

    private void refusedOrRead(String problem, byte[] npy) throws IOException {
        Path file = directory.resolve("a.npy");
        Files.write(file, npy);
        Path archive = directory.resolve("a.npz");
        zip(archive, false, Map.of("a.npy", npy));
        if (problem == null) {
            NpyFile.open(file).close();
            assertThat(Npz.read(archive)).containsOnlyKeys("a");
        } else {
            assertRefused(file, problem, () -> NpyFile.open(file));
            assertThatThrownBy(() -> Npz.read(archive))
                    .isInstanceOf(FormatException.class)
                    .hasMessage(archive + "!a.npy: " + problem);
        }
    }
}
