package io.sae4j.bench.compare;

import io.sae4j.data.Batch;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Data and starting parameters of a task, the same for all who compute it.
 *
 * <p>Rows are standard Gaussian, decoder rows are random unit directions, and {@code W_enc = W_decᵀ}. Every pre-activation
 * is then standard Gaussian over rows, so {@code t = Φ⁻¹(1 − L0/m)} is the level that L0 of m features exceed: ReLU gets
 * the biases {@code −t}, JumpReLU the thresholds {@code t}. The rate is small, so that L0 stays there while we measure.
 *
 * @param encoderBias of every feature
 * @param threshold of every feature; JumpReLU's
 * @param coefficient weight of the sparsity penalty; 0 without one
 * @param bandwidth width of JumpReLU's kernel
 * @param deadShare one feature in so many is dead; 0 for none
 */
public record Problem(
        Workload workload,
        Task task,
        float encoderBias,
        float threshold,
        double coefficient,
        double bandwidth,
        int deadShare) {
    /** Adam's step size. */
    public static final double LEARNING_RATE = 1e-5;

    private static final int RELU_L0 = 100;
    private static final int JUMPRELU_L0 = 50;
    private static final double L1 = 0.1;
    private static final double L0 = 0.1;
    private static final double NARROW = 0.001;
    private static final double WIDE = 2;
    private static final int DEAD_SHARE = 10;
    private static final long ROWS_SEED = 1;
    private static final long DIRECTIONS_SEED = 2;

    /** Takes one row after another. */
    @FunctionalInterface
    public interface RowSink {
        /** @param values reused for the next row */
        void accept(int row, float[] values);
    }

    /** The problem of a task. */
    public static Problem of(Task task, Workload workload) {
        return switch (task) {
            case TOPK, TOPK_BF16, PRODUCT_FP32, PRODUCT_BF16 -> new Problem(workload, task, 0, 1, 0, 1, 0);
            case TOPK_AUXK -> new Problem(workload, task, 0, 1, 0, 1, DEAD_SHARE);
            case RELU -> new Problem(workload, task, -level(RELU_L0, workload.m()), 1, L1, 1, 0);
            case RELU_DENSE_START -> new Problem(workload, task, 0, 1, L1, 1, 0);
            case JUMPRELU -> new Problem(workload, task, 0, level(JUMPRELU_L0, workload.m()), L0, NARROW, 0);
            case JUMPRELU_WIDE -> new Problem(workload, task, 0, level(JUMPRELU_L0, workload.m()), L0, WIDE, 0);
        };
    }

    /** The level that {@code l0} of {@code m} standard Gaussian variables exceed; a quarter of them at most. */
    static float level(int l0, int m) {
        double share = Math.min(0.25, (double) l0 / m);
        return (float) new NormalDistribution(0, 1).inverseCumulativeProbability(1 - share);
    }

    /** The batch that every step is given. */
    public Batch batch() {
        SplittableRandom random = new SplittableRandom(ROWS_SEED);
        Batch batch = Batch.autoencoder(workload.batch(), workload.d());
        batch.append(workload.batch(), 0);
        float[] values = batch.input();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return batch;
    }

    /** The decoder's rows {@code [m, d]} one by one, so that no second copy need stay on the heap. */
    public void directions(RowSink sink) {
        SplittableRandom random = new SplittableRandom(DIRECTIONS_SEED);
        float[] row = new float[workload.d()];
        for (int j = 0; j < workload.m(); j++) {
            double squares = 0;
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) random.nextGaussian();
                squares += (double) row[c] * row[c];
            }
            float inverse = (float) (1 / Math.sqrt(Math.max(squares, Double.MIN_NORMAL)));
            for (int c = 0; c < row.length; c++) {
                row[c] *= inverse;
            }
            sink.accept(j, row);
        }
    }

    /** Which features count as dead. */
    boolean[] dead() {
        boolean[] dead = new boolean[workload.m()];
        for (int j = 0; deadShare > 0 && j < dead.length; j += deadShare) {
            dead[j] = true;
        }
        return dead;
    }
}
