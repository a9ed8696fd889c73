package io.sae4j.engine.sparse;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.Loss;
import io.sae4j.math.TopKSelector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * AuxK: the dead features with the largest scores reconstruct the residual e, which counts as a constant. Its codes and
 * gradients are kept apart from the others', {@code U = 2/N·(ê − e)} per row; their weight, which in the normalised form
 * depends on the variance of the whole batch's residuals, is applied when features gather them.
 */
final class Auxiliary {
    private static final double SMALLEST_VARIANCE = 1e-12;

    private final SaeState state;
    private final Scores scores;
    private final BatchRows rows;
    private final AuxK.Form form;
    private final int most;
    private final BlockCodes[] codes;
    private final double[] squaredErrors;
    private final float[][] gradientSums;
    private float[][] gradients = new float[0][];
    private int[] dead = new int[0];
    private double coefficient;
    private double value;
    private float weight;

    private Auxiliary(
            ObjectiveSpec spec, SaeState state, Scores scores, BatchRows rows, RowBlock[] blocks, AuxK.Form form) {
        this.state = state;
        this.scores = scores;
        this.rows = rows;
        this.form = form;
        most = Math.min(Math.max(1, spec.dOut() / 2), spec.dSae());
        codes = new BlockCodes[blocks.length];
        for (RowBlock block : blocks) {
            codes[block.index()] = new BlockCodes(block.rows());
        }
        squaredErrors = new double[blocks.length];
        gradientSums = new float[blocks.length][spec.dOut()];
    }

    /** Null where the objective has no such term. */
    static @Nullable Auxiliary of(
            ObjectiveSpec spec, SaeState state, Scores scores, BatchRows rows, RowBlock[] blocks) {
        for (Loss loss : spec.losses()) {
            if (loss.term() instanceof AuxK auxK) {
                return new Auxiliary(spec, state, scores, rows, blocks, auxK.form());
            }
        }
        return null;
    }

    void begin(StepSettings settings) {
        coefficient = settings.coefficients().getOrDefault(AuxK.NAME, 0.0);
        dead = new int[settings.deadCount()];
        int n = 0;
        for (int j = 0; j < settings.dead().length; j++) {
            if (settings.dead()[j]) {
                dead[n++] = j;
            }
        }
        if (n > 0 && gradients.length == 0) {
            gradients = new float[rows.count()][state.decoder.width()];
        }
    }

    /** Whether the term takes part in this step. */
    boolean isActive() {
        return dead.length > 0;
    }

    /** The dead features in ascending order. */
    int[] dead() {
        return dead;
    }

    BlockCodes[] codes() {
        return codes;
    }

    /** U of each row of the batch. */
    float[][] gradients() {
        return gradients;
    }

    /** One worker's part in it. */
    final class Worker {
        private float[][] deadScores = new float[0][];
        private final int blockRows;
        private TopKSelector selector = new TopKSelector(1);
        private int[] kept = new int[0];
        private final float[] rebuilt = new float[state.decoder.width()];
        private float[] dots = new float[0];

        Worker(int blockRows) {
            this.blockRows = blockRows;
        }

        void start() {
            if (deadScores.length == 0 || deadScores[0].length != dead.length) {
                deadScores = new float[blockRows][dead.length];
                int k = Math.min(most, dead.length);
                selector = new TopKSelector(k);
                kept = new int[k];
            }
        }

        /** Takes the scores of the dead among features {@code first … first + count − 1}. */
        void visit(float[][] values, int first, int count, int blockSize) {
            int from = position(first);
            int to = position(first + count);
            for (int r = 0; r < blockSize; r++) {
                for (int q = from; q < to; q++) {
                    deadScores[r][q] = values[r][dead[q] - first];
                }
            }
        }

        private int position(int feature) {
            int at = Arrays.binarySearch(dead, feature);
            return at >= 0 ? at : -at - 1;
        }

        /** Where scores of dead features go, {@code [r][q]} for {@code dead()[q]}, when they are not taken by {@link #visit}. */
        float[][] scores() {
            return deadScores;
        }

        /** Chooses the block's codes. */
        void choose(RowBlock block) {
            BlockCodes out = codes[block.index()];
            float[] factors = scores.factors();
            boolean onlyPositive = form == AuxK.Form.NORMALISED;
            out.clear();
            for (int r = 0; r < block.rows(); r++) {
                int count = selector.select(deadScores[r], 0, dead.length, kept);
                for (int i = 0; i < count; i++) {
                    float score = deadScores[r][kept[i]];
                    if (!onlyPositive || !(score <= 0f)) {
                        int j = dead[kept[i]];
                        out.add(j, factors[j] == 0 ? 0 : score / factors[j]);
                    }
                }
                out.endRow(r);
            }
        }

        /** Reconstructs the block's residuals and finds the gradients of its codes, whichever worker chose them. */
        void decode(RowBlock block) {
            int k = Math.min(most, dead.length);
            if (dots.length < k + 4) {
                dots = new float[k + 4];
            }
            BlockCodes chosen = codes[block.index()];
            float[] sum = gradientSums[block.index()];
            Arrays.fill(sum, 0f);
            double squared = 0;
            float scale = 2f / rows.count();
            for (int r = 0; r < block.rows(); r++) {
                int from = chosen.start[r];
                int to = chosen.start[r + 1];
                float[] gradient = gradients[block.first() + r];
                if (form == AuxK.Form.SAELENS_6_18) {
                    System.arraycopy(state.decoderBias.value, 0, rebuilt, 0, rebuilt.length);
                } else {
                    Arrays.fill(rebuilt, 0f);
                }
                RowMath.gather(chosen.value, chosen.feature, from, to, 1f, 0f, state.decoder.value, rebuilt);
                RowMath.subtract(rebuilt, rows.residuals[block.first() + r], rebuilt);
                squared += RowMath.dot(rebuilt, rebuilt);
                RowMath.scale(rebuilt, scale, gradient);
                RowMath.add(gradient, sum);
                Decoding.dots(gradient, state.decoder.value, chosen.feature, from, to, dots);
                System.arraycopy(dots, 0, chosen.gradient, from, to - from);
            }
            squaredErrors[block.index()] = squared;
        }
    }

    Worker worker(int blockRows) {
        return new Worker(blockRows);
    }

    /**
     * Ends the pass: the term's value and the weight of its gradients.
     *
     * @param residualSum sum of the residuals over the batch
     * @param squaredResidual sum of their squares
     */
    void finish(float[] residualSum, double squaredResidual) {
        int n = rows.count();
        double error = 0;
        for (double squared : squaredErrors) {
            error += squared;
        }
        if (form == AuxK.Form.SAELENS_6_18) {
            double share = Math.min(1.0, (double) dead.length / Math.max(1, state.decoder.width() / 2));
            value = share * error / n;
            weight = (float) (coefficient * share);
            return;
        }
        double variance = squaredResidual / n;
        for (float sum : residualSum) {
            double mean = (double) sum / n;
            variance -= mean * mean;
        }
        variance = Math.max(variance, SMALLEST_VARIANCE);
        value = error / n / variance;
        weight = (float) (coefficient / variance);
    }

    /** The unweighted value of the term. */
    double value() {
        return value;
    }

    /** Factor of U and of the codes' gradients. */
    float weight() {
        return weight;
    }

    /** Adds the gradient of {@code b_dec}, which only the form with its bias has. */
    void addBiasGradient(double[] gradient) {
        if (form != AuxK.Form.SAELENS_6_18) {
            return;
        }
        for (float[] sum : gradientSums) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += weight * (double) sum[i];
            }
        }
    }
}
