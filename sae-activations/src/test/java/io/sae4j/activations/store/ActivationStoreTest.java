package io.sae4j.activations.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationStoreTest {
    private static final int ROWS = 203;
    private static final List<Long> ALL = LongStream.range(0, ROWS).boxed().toList();

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("store");
    }

    @ParameterizedTest
    @CsvSource({"F32,50", "F16,50", "BF16,50", "F32,1", "F16,8", "BF16,1000", "F32,203"})
    void givesBackEveryRowInEveryOrder(FloatType type, int shardRows) {
        ActivationStore store = TestStores.write(directory(), type, shardRows, ROWS);

        assertThat(store.rows()).isEqualTo(ROWS);
        assertThat(store.shards()).isEqualTo((ROWS + shardRows - 1) / shardRows);
        assertThat(store.hooks()).containsExactly(Map.entry("a", 3), Map.entry("b", 5));
        assertThat(store.options().provenance()).containsEntry("model", "m");
        for (int hook = 0; hook < 2; hook++) {
            String name = hook == 0 ? "a" : "b";
            for (ShuffleOptions shuffle : shuffles(store.source(name).inputWidth() * type.bytes())) {
                StoreSource source = store.source(name, shuffle);
                assertThat(source.hasOwnTargets()).isFalse();
                assertThat(TestStores.checked(source, source.sequential(), 7, hook, hook))
                        .isEqualTo(ALL);
                List<Long> shuffled = TestStores.checked(source, source.shuffled(5), 7, hook, hook);
                assertThat(shuffled).isNotEqualTo(ALL).containsExactlyInAnyOrderElementsOf(ALL);
                assertThat(TestStores.checked(source, source.shuffled(5), 64, hook, hook))
                        .isEqualTo(shuffled);
                assertThat(TestStores.checked(source, source.shuffled(6), 64, hook, hook))
                        .isNotEqualTo(shuffled);
            }
        }
    }

    /** A permutation, windows of 1 and 3 blocks, and one window of all. */
    private static List<ShuffleOptions> shuffles(int rowBytes) {
        return List.of(
                ShuffleOptions.permutation(),
                ShuffleOptions.blocks(1),
                ShuffleOptions.blocks(3L * TestStores.BLOCK_ROWS * rowBytes),
                ShuffleOptions.blocks(1 << 20));
    }

    @Test
    void pairsTwoHooks() {
        StoreSource source =
                TestStores.write(directory(), FloatType.F16, 50, ROWS).paired("b", "a");
        assertThat(source.hasOwnTargets()).isTrue();
        assertThat(source.inputWidth()).isEqualTo(5);
        assertThat(source.targetWidth()).isEqualTo(3);
        assertThat(TestStores.checked(source, source.shuffled(1), 9, 1, 0)).containsExactlyInAnyOrderElementsOf(ALL);
        assertThatThrownBy(() -> source.shuffled(1).read(Batch.autoencoder(4, 5)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTokensBesideTheRows() {
        TokenColumns tokens =
                TestStores.write(directory(), FloatType.BF16, 50, ROWS).tokens();
        for (long row : new long[] {202, 0, 49, 50, 51, 100}) {
            assertThat(tokens.id(row)).isEqualTo(TestStores.id(row));
            assertThat(tokens.position(row)).isEqualTo((int) row % TestStores.WINDOW);
            assertThat(tokens.document(row)).isEqualTo(TestStores.document(row));
        }
        int[] ids = new int[ROWS];
        tokens.read(3, 200, ids, new int[ROWS], new long[ROWS]);
        assertThat(ids[199]).isEqualTo(TestStores.id(202));
        assertThatThrownBy(() -> tokens.id(ROWS)).hasMessageContaining("row must be in [0, 203), got 203");
        assertThatThrownBy(() -> tokens.read(200, 4, ids, ids, new long[4])).hasMessageContaining("[200, 204)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 24, 25, 100, 202, 203, 204})
    void skippingIsReadingAndDropping(int skipped) {
        ActivationStore store = TestStores.write(directory(), FloatType.F32, 50, ROWS);
        List<ShuffleOptions> shuffles = new ArrayList<>(shuffles(12));
        for (ShuffleOptions shuffle : shuffles) {
            StoreSource source = store.source("a", shuffle);
            List<Long> whole = TestStores.checked(source, source.shuffled(2), 16, 0, 0);
            RowReader pass = source.shuffled(2);
            assertThat(pass.skip(skipped, Batch.forSource(source, 4))).isEqualTo(Math.min(skipped, ROWS));
            assertThat(TestStores.checked(source, pass, 16, 0, 0))
                    .isEqualTo(whole.subList(Math.min(skipped, ROWS), ROWS));
            RowReader later = source.shuffled(2);
            later.read(Batch.forSource(source, 20));
            later.skip(30, Batch.forSource(source, 4));
            assertThat(TestStores.checked(source, later, 16, 0, 0)).isEqualTo(whole.subList(50, ROWS));
        }
        RowReader pass = store.source("b").sequential();
        pass.skip(skipped, Batch.autoencoder(4, 5));
        assertThat(TestStores.checked(store.source("b"), pass, 16, 1, 1))
                .isEqualTo(ALL.subList(Math.min(skipped, ROWS), ROWS));
    }

    @Test
    void readersSeeFinishedShardsOnly() {
        try (ActivationStoreWriter writer =
                ActivationStore.create(directory(), TestStores.options(FloatType.F32, 50), 8)) {
            ActivationStore empty = ActivationStore.open(directory());
            assertThat(empty.rows()).isZero();
            assertThat(TestStores.checked(empty.source("a"), empty.source("a").shuffled(1), 4, 0, 0))
                    .isEmpty();
            TestStores.append(writer, 0, 49, 49);
            assertThat(ActivationStore.open(directory()).rows()).isZero();
            TestStores.append(writer, 49, 70, 21);
            assertThat(writer.rows()).isEqualTo(70);
            ActivationStore one = ActivationStore.open(directory());
            assertThat(one.rows()).isEqualTo(50);
            TestStores.append(writer, 70, 101, 31);
            assertThat(one.rows()).isEqualTo(50);
            assertThat(TestStores.checked(one.source("a"), one.source("a").sequential(), 64, 0, 0))
                    .isEqualTo(ALL.subList(0, 50));
            assertThat(empty.rows()).isZero();
        }
        assertThat(ActivationStore.open(directory()).rows()).isEqualTo(101);
    }

    @Test
    void readersThatOpenWhileShardsAreWrittenSeeWholeRowsOnly() throws InterruptedException {
        ActivationStoreWriter writer = ActivationStore.create(directory(), TestStores.options(FloatType.F16, 20), 8);
        Thread writing = new Thread(() -> {
            try (writer) {
                TestStores.append(writer, 0, 2000, 7);
            }
        });
        writing.start();
        int opened = 0;
        while (writing.isAlive()) {
            ActivationStore store = ActivationStore.open(directory());
            List<Long> rows =
                    TestStores.checked(store.source("b"), store.source("b").sequential(), 64, 1, 1);
            assertThat(rows).hasSize((int) store.rows());
            assertThat(store.rows() % 20).isZero();
            opened++;
        }
        writing.join();
        assertThat(opened).isPositive();
        assertThat(ActivationStore.open(directory()).rows()).isEqualTo(2000);
    }

    @Test
    void appendsToAStoreAfterItsLastShard() {
        TestStores.write(directory(), FloatType.F16, 50, 70);
        try (ActivationStoreWriter writer = ActivationStore.append(directory())) {
            assertThat(writer.rows()).isEqualTo(70);
            TestStores.append(writer, 70, ROWS, 11);
        }
        ActivationStore store = ActivationStore.open(directory());
        assertThat(store.shards()).isEqualTo(5);
        assertThat(TestStores.checked(store.source("b"), store.source("b").sequential(), 64, 1, 1))
                .isEqualTo(ALL);
        assertThat(TestStores.checked(store.source("b"), store.source("b").shuffled(1), 64, 1, 1))
                .containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void appendingRemovesWhatACrashLeft() throws IOException {
        TestStores.write(directory(), FloatType.F16, 50, 100);
        Files.write(directory().resolve("shard-000002.rows"), new byte[1000]);
        Files.write(directory().resolve(".manifest.json.0.tmp"), new byte[10]);
        Files.write(directory().resolve("notes.txt"), new byte[10]);
        assertThat(ActivationStore.open(directory()).rows()).isEqualTo(100);
        try (ActivationStoreWriter writer = ActivationStore.append(directory())) {
            TestStores.append(writer, 100, 120, 20);
        }
        ActivationStore store = ActivationStore.open(directory());
        assertThat(TestStores.checked(store.source("a"), store.source("a").sequential(), 64, 0, 0))
                .isEqualTo(ALL.subList(0, 120));
        assertThat(directory().resolve(".manifest.json.0.tmp")).doesNotExist();
        assertThat(directory().resolve("notes.txt")).exists();
    }

    @Test
    void onlyAnEmptyStoreIsDeleted() throws IOException {
        ActivationStore.create(directory(), TestStores.options(FloatType.F32, 50))
                .close();
        Files.writeString(directory().resolve("notes.txt"), "mine");
        assertThat(ActivationStore.deleteEmpty(directory())).isTrue();
        assertThat(directory()).isDirectoryNotContaining(file -> !file.endsWith("notes.txt"));
        Files.delete(directory().resolve("notes.txt"));

        Files.createFile(directory().resolve("writer.lock"));
        try (ActivationStoreWriter writer =
                ActivationStore.create(directory(), TestStores.options(FloatType.F32, 50))) {
            TestStores.append(writer, 0, 10, 10);
        }
        assertThat(ActivationStore.deleteEmpty(directory())).isFalse();
        assertThat(ActivationStore.open(directory()).rows()).isEqualTo(10);
    }

    @Test
    void oneWriterAtATime() {
        ActivationStoreWriter writer = ActivationStore.create(directory(), TestStores.options(FloatType.F32, 50));
        assertThatThrownBy(() -> ActivationStore.append(directory()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another writer");
        writer.close();
        writer.close();
        assertThatThrownBy(() -> TestStores.append(writer, 0, 1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        ActivationStore.append(directory()).close();
    }

    @ParameterizedTest
    @EnumSource(
            value = FloatType.class,
            names = {"F16", "BF16"})
    void roundsToTheNearest(FloatType type) {
        StoreOptions options = new StoreOptions(Map.of("x", 4), type, 10);
        try (ActivationStoreWriter writer = ActivationStore.create(directory(), options)) {
            writer.append(1, new int[1], new int[1], new long[1], Map.of("x", new float[] {
                1.003f, -0f, Float.NaN, Float.NEGATIVE_INFINITY
            }));
        }
        Batch batch = Batch.autoencoder(1, 4);
        ActivationStore.open(directory()).source("x").sequential().read(batch);
        assertThat(batch.input())
                .containsExactly(type == FloatType.F16 ? 1027 / 1024f : 1, -0f, Float.NaN, Float.NEGATIVE_INFINITY);
    }

    @Test
    void refusesWhatDoesNotFitBeforeItIsWritten() {
        try (ActivationStoreWriter writer =
                ActivationStore.create(directory(), new StoreOptions(Map.of("x", 2), FloatType.F16, 10))) {
            int[] one = {1};
            long[] document = {1};
            refuses(
                    writer,
                    one,
                    document,
                    Map.of("x", new float[] {1, 65_520}),
                    "row 0 of hook point 'x' holds 65520.0");
            refuses(
                    writer,
                    one,
                    document,
                    Map.of("x", new float[] {1}),
                    "1 rows of hook point 'x' have 2 values, got 1");
            refuses(
                    writer,
                    one,
                    document,
                    Map.of("y", new float[2]),
                    "rowsByHook must have rows of [x], got those of [y]");
            refuses(writer, new int[0], document, Map.of("x", new float[2]), "tokenIds must have one entry");
            refuses(writer, one, new long[0], Map.of("x", new float[2]), "documents must have one entry");
            writer.append(1, one, one, document, Map.of("x", new float[] {65_519, -65_519}));
            assertThat(writer.rows()).isEqualTo(1);
        }
        Batch batch = Batch.autoencoder(2, 2);
        ActivationStore.open(directory()).source("x").sequential().read(batch);
        assertThat(batch.input()).startsWith(65_504, -65_504);
        assertThat(batch.rows()).isEqualTo(1);
    }

    private static void refuses(
            ActivationStoreWriter writer, int[] ids, long[] documents, Map<String, float[]> rows, String message) {
        assertThatThrownBy(() -> writer.append(1, ids, new int[1], documents, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> new StoreOptions(Map.of(), FloatType.F32, 1)).hasMessageContaining("hooks");
        assertThatThrownBy(() -> new StoreOptions(Map.of("x", 0), FloatType.F32, 1))
                .hasMessage("width of hook point 'x' must be positive, got 0");
        assertThatThrownBy(() -> new StoreOptions(Map.of("x", 1), FloatType.F64, 1))
                .hasMessageContaining("got F64");
        assertThatThrownBy(() -> new StoreOptions(Map.of("x", 1), FloatType.F32, 0))
                .hasMessage("shardRows must be positive, got 0");
        assertThatThrownBy(() -> new StoreOptions(Map.of("x", 1 << 29), FloatType.F32, 1))
                .hasMessageContaining("a row may have at most");
        assertThatThrownBy(() -> ShuffleOptions.blocks(0)).hasMessageContaining("windowBytes");
    }

    @Test
    void namesWhatThereIs() throws IOException {
        ActivationStore store = TestStores.write(directory(), FloatType.F32, 50, 10);
        assertThatThrownBy(() -> store.source("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no hook point 'c'; there are [a, b]");
        assertThatThrownBy(() -> ActivationStore.create(directory(), TestStores.options(FloatType.F32, 5)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("not empty");
        Path other = Files.createDirectory(temporary.resolve("other"));
        assertThatThrownBy(() -> ActivationStore.open(other))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("is no activation store");
        assertThatThrownBy(() -> ActivationStore.append(other)).isInstanceOf(FormatException.class);
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void choosesRowsByTokenAndDocument() {
        ActivationStore store = TestStores.write(directory(), FloatType.F32, 50, ROWS);
        for (ShuffleOptions shuffle : shuffles(12)) {
            StoreSource source = store.source("a", shuffle).where((id, position, document) -> position == 2);
            List<Long> wanted = ALL.stream().filter(row -> row % 4 == 2).toList();
            assertThat(source.rowCount()).hasValue(wanted.size());
            assertThat(TestStores.checked(source, source.sequential(), 7, 0, 0)).isEqualTo(wanted);
            assertThat(TestStores.checked(source, source.shuffled(1), 7, 0, 0))
                    .containsExactlyInAnyOrderElementsOf(wanted);
            StoreSource first = source.take(5);
            assertThat(TestStores.checked(first, first.shuffled(1), 7, 0, 0))
                    .containsExactlyInAnyOrderElementsOf(wanted.subList(0, 5));
            assertThat(source.take(1000).rowCount()).hasValue(wanted.size());
            StoreSource sparse = source.where((id, position, document) -> document % 9 == 0);
            List<Long> order = TestStores.checked(sparse, sparse.shuffled(1), 7, 0, 0);
            assertThat(order)
                    .containsExactlyInAnyOrderElementsOf(wanted.stream()
                            .filter(row -> TestStores.document(row) % 9 == 0)
                            .toList());
            RowReader pass = sparse.shuffled(1);
            pass.skip(2, Batch.forSource(sparse, 1));
            assertThat(TestStores.checked(sparse, pass, 7, 0, 0)).isEqualTo(order.subList(2, order.size()));
        }
        assertThat(store.documents()).hasSize(26).isSorted().contains(100, 75);
    }

    @Test
    void splitsByDocument() {
        StoreSource source =
                TestStores.write(directory(), FloatType.F32, 50, ROWS).source("a");
        StoreSplit split = source.split(0.2, 3);
        assertThat(split.validation().documents())
                .hasSize(5)
                .isEqualTo(source.split(0.2, 3).validation().documents());
        assertThat(split.training().documents())
                .hasSize(21)
                .doesNotContain(split.validation().documents());
        assertThat(source.split(0.2, 4).validation().documents())
                .isNotEqualTo(split.validation().documents());
        List<Long> rows = new ArrayList<>(
                TestStores.checked(split.training(), split.training().sequential(), 9, 0, 0));
        rows.addAll(TestStores.checked(split.validation(), split.validation().shuffled(1), 9, 0, 0));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(source.split(0.999, 1).training().documents()).hasSize(1);
        assertThatThrownBy(() -> source.split(1, 1)).hasMessageContaining("validationFraction");
        assertThatThrownBy(() -> source.take(3).split(0.5, 1)).hasMessageContaining("at least two documents, got 1");
    }
}
