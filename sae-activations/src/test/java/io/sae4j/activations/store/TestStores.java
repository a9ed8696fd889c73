package io.sae4j.activations.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores of hooks "a" (3 wide) and "b" (5 wide), whose values follow from row, column and hook; exact in every type. */
final class TestStores {
    static final int A = 3;
    static final int B = 5;
    static final int WINDOW = 4;
    static final int BLOCK_ROWS = 8;

    private TestStores() {}

    static StoreOptions options(FloatType type, int shardRows) {
        Map<String, Integer> hooks = new LinkedHashMap<>();
        hooks.put("a", A);
        hooks.put("b", B);
        return new StoreOptions(hooks, type, shardRows, Map.of("model", "m"));
    }

    static ActivationStore write(Path directory, FloatType type, int shardRows, int rows) {
        try (ActivationStoreWriter writer = ActivationStore.create(directory, options(type, shardRows), BLOCK_ROWS)) {
            append(writer, 0, rows, 13);
        }
        return ActivationStore.open(directory);
    }

    /** Appends rows {@code [from, to)}, {@code step} at a time. */
    static void append(ActivationStoreWriter writer, int from, int to, int step) {
        for (int row = from; row < to; row += step) {
            int count = Math.min(step, to - row);
            int[] ids = new int[count];
            int[] positions = new int[count];
            long[] documents = new long[count];
            for (int i = 0; i < count; i++) {
                ids[i] = id(row + i);
                positions[i] = (row + i) % WINDOW;
                documents[i] = document(row + i);
            }
            writer.append(
                    count, ids, positions, documents, Map.of("b", rows(row, count, B, 1), "a", rows(row, count, A, 0)));
        }
    }

    static int id(long row) {
        return (int) (row * 31 % 1000);
    }

    /** Two windows a document. */
    static long document(long row) {
        return 100 - row / (2 * WINDOW);
    }

    static float value(long row, int column, int hook) {
        return (row * 7 + column * 3L + hook) % 251 - 100;
    }

    private static float[] rows(long row, int count, int width, int hook) {
        float[] rows = new float[count * width];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = value(row + i / width, i % width, hook);
        }
        return rows;
    }

    /** Reads a pass to its end, compares every value, and tells the rows in order. */
    static List<Long> checked(ActivationSource source, RowReader pass, int capacity, int inputHook, int targetHook) {
        List<Long> numbers = new ArrayList<>();
        Batch batch = Batch.withTargets(capacity, source.inputWidth(), source.targetWidth());
        try (pass) {
            while (pass.read(batch) > 0) {
                for (int r = 0; r < batch.rows(); r++) {
                    long row = batch.sourceRow(r);
                    numbers.add(row);
                    for (int c = 0; c < source.inputWidth(); c++) {
                        assertThat(batch.input()[r * source.inputWidth() + c]).isEqualTo(value(row, c, inputHook));
                    }
                    for (int c = 0; c < source.targetWidth(); c++) {
                        assertThat(batch.target()[r * source.targetWidth() + c]).isEqualTo(value(row, c, targetHook));
                    }
                }
                batch.clear();
            }
        }
        return numbers;
    }
}
