package io.sae4j.activations.file;

import static io.sae4j.activations.file.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.data.ActivationSource;
import io.sae4j.format.FloatType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationFilesTest {
    private static final int WIDTH = 5;
    private static final FloatType[] TYPES = {FloatType.F32, FloatType.F16, FloatType.F64};

    @TempDir
    Path root;

    private Path shards;
    private int written;

    @BeforeEach
    void makeDirectory() throws IOException {
        shards = Files.createDirectory(root.resolve("shards"));
    }

    @Test
    void readsShardsOfADirectoryInNaturalOrder() throws IOException {
        for (String name : List.of("shard-1", "shard-2", "shard-10", "shard-010b", "shard-11")) {
            npy(name, 7);
        }
        Written.write(shards.resolve(".shard-0.npy"), "hidden");
        Written.write(shards.resolve("config.json"), "{}");
        Written.write(Files.createDirectory(shards.resolve("deeper")).resolve("shard-0.npy"), "not read");
        ActivationSource source = ActivationFiles.open(shards);

        assertThat(source.randomAccess()).isTrue();
        Rows.assertHolds(source, 35, WIDTH);
        Rows.assertHolds(ActivationFiles.open(shards.toString(), FileOptions.none()), 35, WIDTH);
    }

    @Test
    void readsShardsOfAGlob() {
        npy("layer-3-a", 7);
        npy("layer-3-b", 1);
        npy("layer-4-a", 2);
        String glob = shards.toString().replace('\\', '/') + "/layer-3-*.npy";
        Rows.assertHolds(ActivationFiles.open(glob, FileOptions.none()), 8, WIDTH);
        Rows.assertHolds(
                ActivationFiles.open(root.toString().replace('\\', '/') + "/**.npy", FileOptions.none()), 10, WIDTH);
        Rows.assertHolds(
                ActivationFiles.open(root.toString().replace('\\', '/') + "/sh?rds/*{a,b}.npy", FileOptions.none()),
                10,
                WIDTH);
    }

    @Test
    void takesANameThatIsThereAsItIs() {
        npy("odd[1]", 4);
        Rows.assertHolds(ActivationFiles.open(shards.resolve("odd[1].npy").toString(), FileOptions.none()), 4, WIDTH);
    }

    @Test
    void readsFilesInTheOrderGiven() {
        Path second = npy("b", 3);
        Path first = npy("a", 4);
        Rows.assertHolds(ActivationFiles.open(List.of(second, first), FileOptions.none()), 7, WIDTH);
    }

    @Test
    void mixesShardsWithoutRandomAccess() {
        for (int i = 0; i < 12; i++) {
            npz("shard-" + i, 5);
        }
        ActivationSource source = ActivationFiles.open(shards);
        assertThat(source.randomAccess()).isFalse();
        Rows.assertHolds(source, 60, WIDTH);
    }

    @Test
    void joinsDifferentFormatsWhereAskedTo() {
        Path a = npy("a", 3);
        Path b = npz("b", 300);
        Path c = Written.write(shards.resolve("c.csv"), Written.csv(',', 303, 9, WIDTH));
        Rows.assertHolds(ActivationFiles.open(List.of(a, b, c), FileOptions.none()), 312, WIDTH);
        assertRefused(
                shards,
                FileOptions.none(),
                ": holds files of several formats, a.npy and b.npz; name those to be read by a glob");
    }

    @Test
    void givesTheNameToEveryShard() {
        for (int i = 0; i < 2; i++) {
            byte[] acts = Written.npy(FloatType.F32, false, 4 * i, 4, WIDTH);
            Written.write(shards.resolve(i + ".npz"), Written.zip(true, "other.npy", new byte[0], "acts.npy", acts));
        }
        Rows.assertHolds(ActivationFiles.open(shards, FileOptions.tensor("acts")), 8, WIDTH);
    }

    @Test
    void refusesMixedWidthsNamingBothFiles() {
        Path first = npy("a", 3);
        Path second = Written.write(shards.resolve("b.npy"), Written.npy(FloatType.F32, false, 0, 3, 4));
        assertThatThrownBy(() -> ActivationFiles.open(shards))
                .hasMessage(second + ": has rows of width 4, but " + first + " has width 5");
    }

    @Test
    void tellsFormatsByTheirFirstBytes() {
        byte[] npy = Written.npy(FloatType.F32, false, 0, 9, WIDTH);
        Rows.assertHolds(ActivationFiles.open(Written.write(shards.resolve("a"), npy)), 9, WIDTH);
        Path npz = Written.write(shards.resolve("b.bin"), Written.zip(false, "acts.npy", npy));
        Rows.assertHolds(ActivationFiles.open(npz), 9, WIDTH);
        Path tensors = Written.write(shards.resolve("c.dat"), Written.safetensors(FloatType.F32, 0, 9, WIDTH));
        Rows.assertHolds(ActivationFiles.open(tensors), 9, WIDTH);
        Path upper = Written.write(shards.resolve("D.CSV"), Written.csv(',', 0, 9, WIDTH));
        Rows.assertHolds(ActivationFiles.open(upper), 9, WIDTH);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(ActivationFiles.formats()).contains(".npy", ".npz", ".safetensors", ".csv/.tsv", ".lines");
        String known = String.join(", ", ActivationFiles.formats());
        String problem = ": is of no known format: neither its name nor its first bytes are those of " + known;
        assertRefused(shards.resolve("a.pt"), Written.zip(true, "archive/data.pkl", new byte[3]), problem);
        assertRefused(shards.resolve("a.txt"), "words".getBytes(StandardCharsets.UTF_8), problem);
        assertRefused(shards.resolve("empty"), new byte[0], problem);
        assertRefused(shards, FileOptions.none(), ": holds no file of a known format: " + known);
    }

    @Test
    void refusesANameThatDisagreesWithTheContent() {
        byte[] npy = Written.npy(FloatType.F32, false, 0, 9, WIDTH);
        assertRefused(
                shards.resolve("a.npy"),
                Written.zip(true, "acts.npy", npy),
                ": could be .npy or .npz: its name and its first bytes disagree");
        assertRefused(
                shards.resolve("a.csv"), npy, ": could be .csv/.tsv or .npy: its name and its first bytes disagree");
    }

    @Test
    void saysWhatIsNotThere() {
        Path absent = root.resolve("absent.npy");
        assertThatThrownBy(() -> ActivationFiles.open(absent))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot read " + absent + ": there is no such file");
        String glob = shards.toString().replace('\\', '/') + "/*.npy";
        assertThatThrownBy(() -> ActivationFiles.open(glob, FileOptions.none()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("no file matches " + glob);
        assertThatThrownBy(() -> ActivationFiles.open(root + "/absent/*.npy", FileOptions.none()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot list " + root.resolve("absent"));
        assertThatThrownBy(() -> ActivationFiles.open(List.of(), FileOptions.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("files must not be empty");
    }

    @Test
    void findsFormatsOfAUsersOwn() {
        StringBuilder lines = new StringBuilder();
        for (int r = 0; r < 9; r++) {
            lines.append(r).append('\n');
        }
        Path file = Written.write(shards.resolve("a.lines"), lines.toString());
        ActivationSource source = ActivationFiles.open(file);
        assertThat(Rows.numbers(source, source.sequential(), 4)).hasSize(9);

        Written.write(shards.resolve("b.lines"), "9\n10\n");
        ActivationSource both = ActivationFiles.open(shards);
        assertThat(both.rowCount()).isEmpty();
        assertThat(Rows.numbers(both, both.sequential(), 4))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(Rows.numbers(both, both.shuffled(1), 4)).hasSize(11);
    }

    @Test
    void ordersNamesByTheirNumbers() {
        List<String> ordered = List.of("a", "a09", "a9", "a10", "a10b2", "a10b10", "a99999999999999999999", "b");
        List<String> names = new ArrayList<>(ordered);
        Collections.shuffle(names, new Random(1));
        names.sort(NaturalOrder::compare);
        assertThat(names).isEqualTo(ordered);
    }

    /** Writes the next rows. */
    private Path npy(String name, int rows) {
        FloatType type = TYPES[written % TYPES.length];
        byte[] content = Written.npy(type, written % 2 == 1, written, rows, WIDTH);
        written += rows;
        return Written.write(shards.resolve(name + ".npy"), content);
    }

    private Path npz(String name, int rows) {
        byte[] content = Written.zip(false, "acts.npy", Written.npy(FloatType.F32, false, written, rows, WIDTH));
        written += rows;
        return Written.write(shards.resolve(name + ".npz"), content);
    }
}
