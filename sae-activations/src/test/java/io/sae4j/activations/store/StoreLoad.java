package io.sae4j.activations.store;

import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** What child processes of {@link StoreProcessTest} run: writes or reads a store, and prints what it took. */
final class StoreLoad {
    static final int WIDTH = 512;
    static final int APPENDED = 4096;

    private StoreLoad() {}

    /** Arguments: "write", directory, rows, rows a shard; or "read", directory, "permutation" or window bytes. */
    @SuppressWarnings("SystemOut") // a process's result
    public static void main(String[] args) throws ReflectiveOperationException {
        Path directory = Path.of(args[1]);
        long start = System.nanoTime();
        String result = args[0].equals("write")
                ? write(directory, Long.parseLong(args[2]), Integer.parseInt(args[3]))
                : read(directory, args[2]);
        System.out.printf(
                "%s seconds=%.1f heapPeakMiB=%d nd4j=%s%n",
                result, (System.nanoTime() - start) / 1e9, peakMiB(), nd4jIsLoaded());
    }

    private static String write(Path directory, long rows, int shardRows) {
        StoreOptions options = new StoreOptions(Map.of("resid", WIDTH), FloatType.F32, shardRows);
        float[] values = new float[APPENDED * WIDTH];
        int[] ids = new int[APPENDED];
        long[] documents = new long[APPENDED];
        try (ActivationStoreWriter writer = ActivationStore.create(directory, options)) {
            for (long row = 0; row < rows; row += APPENDED) {
                int count = (int) Math.min(APPENDED, rows - row);
                for (int i = 0; i < count; i++) {
                    fill(values, i * WIDTH, row + i);
                    documents[i] = (row + i) / 1000;
                }
                writer.append(count, ids, ids, documents, Map.of("resid", values));
            }
        }
        return "rows=" + rows;
    }

    /** Numbers that tell their row, and whose sum over rows can be computed. */
    static void fill(float[] values, int from, long row) {
        for (int c = 0; c < WIDTH; c++) {
            values[from + c] = (row & 0xffff) + c;
        }
        values[from] = row;
    }

    private static String read(Path directory, String how) {
        ActivationStore store = ActivationStore.open(directory);
        ShuffleOptions shuffle =
                how.equals("permutation") ? ShuffleOptions.permutation() : ShuffleOptions.blocks(Long.parseLong(how));
        StoreSource source = store.source("resid", shuffle);
        Batch batch = Batch.forSource(source, 1024);
        float[] expected = new float[WIDTH];
        long rows = 0;
        long sum = 0;
        try (RowReader pass = source.shuffled(1)) {
            while (pass.read(batch) > 0) {
                for (int i = 0; i < batch.rows(); i++) {
                    fill(expected, 0, batch.sourceRow(i));
                    if (!Arrays.equals(expected, 0, WIDTH, batch.input(), i * WIDTH, (i + 1) * WIDTH)) {
                        throw new AssertionError("row " + batch.sourceRow(i) + " is wrong");
                    }
                    sum += batch.sourceRow(i);
                }
                rows += batch.rows();
                batch.clear();
            }
        }
        if (rows != store.rows() || sum != rows * (rows - 1) / 2) {
            throw new AssertionError(rows + " rows of " + store.rows() + " were read");
        }
        return "rows=" + rows;
    }

    private static long peakMiB() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                >> 20;
    }

    private static boolean nd4jIsLoaded() throws ReflectiveOperationException {
        var find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        find.setAccessible(true);
        return find.invoke(StoreLoad.class.getClassLoader(), "org.nd4j.linalg.api.ndarray.INDArray") != null;
    }
}
