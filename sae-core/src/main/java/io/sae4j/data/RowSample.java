package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.SplittableRandom;

/**
 * Some rows of a source, from which statistics are taken before training, and the source to go on with.
 *
 * <p>From a source with random access the sample is uniform and costs only its own rows. From another repeatable source
 * it is uniform too, by reservoir sampling over one full pass (Vitter's algorithm R). A one-shot source would be used
 * up by that: its sample is its first rows, and {@link #source()} delivers those again before the rest.
 */
public final class RowSample {
    /** Rows in a sample, unless they would take more than 256 MiB. */
    public static final int DEFAULT_ROWS = 32_768;

    private static final long MAX_FLOATS = 1L << 26;
    private static final int BLOCK_ROWS = 1024;

    private final Batch rows;
    private final ActivationSource source;

    private RowSample(Batch rows, ActivationSource source) {
        checkArgument(rows.rows() > 0, "activations are empty: the source delivered no rows");
        this.rows = rows;
        this.source = source;
    }

    /** A sample of {@link #DEFAULT_ROWS} rows, fewer for very wide ones. */
    public static RowSample draw(ActivationSource source, long seed) {
        long width = Math.max(source.inputWidth(), source.targetWidth());
        return draw(source, (int) Math.max(1, Math.min(DEFAULT_ROWS, MAX_FLOATS / width)), seed);
    }

    /**
     * A sample of {@code maxRows} rows, or of all if there are fewer. The same source and seed give the same sample.
     *
     * @throws IllegalArgumentException when {@code maxRows} is not positive, the source is empty, or a row that was
     *     read holds NaN or an infinity
     */
    public static RowSample draw(ActivationSource source, int maxRows, long seed) {
        checkArgument(maxRows > 0, "maxRows must be positive, got %s", maxRows);
        long available = source.rowCount().orElse(maxRows);
        checkArgument(available > 0, "activations are empty: the source has no rows");
        Batch sample = Batch.forSource(source, (int) Math.min(maxRows, available));
        if (!source.repeatable()) {
            RowReader reader = source.sequential();
            fill(reader, sample);
            return new RowSample(sample, new RewoundSource(source, sample, reader));
        }
        try (RowReader reader = source.randomAccess() ? source.shuffled(seed) : source.sequential()) {
            fill(reader, sample);
            if (!source.randomAccess()) {
                reservoir(reader, sample, Batch.forSource(source, BLOCK_ROWS), new SplittableRandom(seed));
            }
        }
        return new RowSample(sample, source);
    }

    private static void fill(RowReader reader, Batch sample) {
        while (!sample.isFull() && reader.read(sample) > 0) {}
        FiniteCheck.require(sample);
    }

    private static void reservoir(RowReader reader, Batch sample, Batch block, SplittableRandom random) {
        long seen = sample.rows();
        while (sample.isFull() && reader.read(block) > 0) {
            FiniteCheck.require(block);
            for (int r = 0; r < block.rows(); r++) {
                long slot = random.nextLong(++seen);
                if (slot < sample.rows()) {
                    BatchFit.copyRow(block, r, sample, (int) slot);
                }
            }
            block.clear();
        }
    }

    public int rows() {
        return rows.rows();
    }

    public int inputWidth() {
        return rows.inputWidth();
    }

    public int targetWidth() {
        return rows.targetWidth();
    }

    /** The sampled inputs, row-major; the first {@code rows · inputWidth} entries count. Shared: read only. */
    public float[] input() {
        return rows.input();
    }

    /**
     * Their targets, row-major {@code [rows, targetWidth]}; the inputs themselves for an autoencoder. Shared: read
     * only.
     */
    public float[] target() {
        return rows.target();
    }

    /** The source to read on from: the sampled one, or for a one-shot source one that still has all its rows. */
    public ActivationSource source() {
        return source;
    }
}
