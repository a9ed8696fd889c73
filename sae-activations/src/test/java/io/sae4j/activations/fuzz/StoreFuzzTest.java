package io.sae4j.activations.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.activations.store.ActivationStore;
import io.sae4j.activations.store.ActivationStoreWriter;
import io.sae4j.activations.store.StoreOptions;
import io.sae4j.activations.store.StoreSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores with one damaged file; see {@link Fuzzing}. What is read all the same must be what was written. */
class StoreFuzzTest {
    private static final int ROWS = 70;
    private static final int WIDTH = 3;

    @TempDir
    Path directory;

    private Path valid;

    @BeforeEach
    void write() {
        valid = directory.resolve("valid");
        StoreOptions options = new StoreOptions(Map.of("x", WIDTH), FloatType.F32, 30, Map.of("model", "m"));
        float[] values = new float[ROWS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        try (ActivationStoreWriter writer = ActivationStore.create(valid, options)) {
            writer.append(ROWS, new int[ROWS], new int[ROWS], new long[ROWS], Map.of("x", values));
        }
    }

    @Test
    void damagedManifests() throws Exception {
        fuzz(file -> file.getFileName().toString().endsWith(".json"));
    }

    @Test
    void damagedShards() throws Exception {
        fuzz(file -> !file.getFileName().toString().endsWith(".json"));
    }

    private void fuzz(java.util.function.Predicate<Path> chosen) throws Exception {
        Path target = files().filter(chosen).findFirst().orElseThrow();
        List<byte[]> corpus = new ArrayList<>(List.of(Files.readAllBytes(target)));
        Fuzzing.Outcome outcome = Fuzzing.run(target.getFileName().toString(), corpus, directory, damaged -> {
            Path store = Files.createDirectory(directory.resolve("store-" + damaged.getFileName()));
            try {
                for (Path file : files().toList()) {
                    Files.copy(file.equals(target) ? damaged : file, store.resolve(file.getFileName()));
                }
                readAll(store);
            } finally {
                delete(store);
            }
        });
        assertThat(outcome.refused()).as("%s", outcome).isGreaterThan(outcome.read());
    }

    private static void readAll(Path directory) {
        ActivationStore store = ActivationStore.open(directory);
        StoreSource source = store.source("x");
        pass(source, source.sequential());
        pass(source, source.shuffled(1));
    }

    private static void pass(StoreSource source, RowReader reader) {
        Batch batch = Batch.forSource(source, 7);
        int rows = 0;
        try (reader) {
            while (reader.read(batch) > 0) {
                for (int r = 0; r < batch.rows(); r++) {
                    for (int c = 0; c < WIDTH; c++) {
                        if (batch.input()[r * WIDTH + c] != batch.sourceRow(r) * WIDTH + c) {
                            throw new AssertionError("gives a wrong number in row " + batch.sourceRow(r));
                        }
                    }
                }
                rows += batch.rows();
                batch.clear();
            }
        }
        if (rows != ROWS) {
            throw new AssertionError("gives " + rows + " rows of " + ROWS);
        }
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(valid)) {
            return files.sorted().toList().stream();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
