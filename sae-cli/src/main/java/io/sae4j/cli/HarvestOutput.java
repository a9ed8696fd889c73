package io.sae4j.cli;

import io.sae4j.activations.harvest.HarvestSink;
import io.sae4j.activations.store.ActivationStore;
import io.sae4j.activations.store.ActivationStoreWriter;
import io.sae4j.activations.store.StoreOptions;
import io.sae4j.format.FloatType;
import io.sae4j.format.numpy.NpyWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where harvested rows go: an .npy file, which appears when it is committed, or a store, which keeps what it got; of one that got
 * nothing nothing is left.
 */
interface HarvestOutput extends HarvestSink, AutoCloseable {
    /** Whether {@code out} names an .npy file. */
    static boolean isNpy(Path out) {
        return out.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    /** @param widths of the hook points; one for an .npy file */
    static HarvestOutput create(
            Path out, Map<String, Integer> widths, FloatType type, int shardRows, Map<String, String> provenance) {
        if (!isNpy(out)) {
            return store(out, options(widths, type, shardRows, provenance));
        }
        if (type != FloatType.F32) {
            throw new UsageException("--type is for stores; .npy files are float32");
        }
        Outputs.requireFile(out);
        String hook = widths.keySet().iterator().next();
        NpyWriter writer = NpyWriter.create(out, widths.getOrDefault(hook, 0));
        return new HarvestOutput() {
            @Override
            public void append(int count, int[] ids, int[] positions, long[] documents, Map<String, float[]> rows) {
                writer.write(rows.getOrDefault(hook, new float[0]), 0, count);
            }

            @Override
            public void commit() {
                writer.commit();
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    private static StoreOptions options(
            Map<String, Integer> widths, FloatType type, int shardRows, Map<String, String> provenance) {
        try {
            return new StoreOptions(widths, type, shardRows, provenance);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static HarvestOutput store(Path out, StoreOptions options) {
        boolean existed = Files.exists(out);
        ActivationStoreWriter writer = ActivationStore.create(out, options);
        return new HarvestOutput() {
            @Override
            public void append(int count, int[] ids, int[] positions, long[] documents, Map<String, float[]> rows) {
                writer.append(count, ids, positions, documents, rows);
            }

            @Override
            public void commit() {
                writer.close();
            }

            @Override
            public void close() {
                writer.close();
                if (writer.rows() == 0 && ActivationStore.deleteEmpty(out) && !existed) {
                    Outputs.deleteIfEmpty(out);
                }
            }
        };
    }

    /** After the last rows. */
    void commit();

    @Override
    void close();
}
