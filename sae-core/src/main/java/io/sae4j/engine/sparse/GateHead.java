package io.sae4j.engine.sparse;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.GateReconstruction;
import io.sae4j.loss.Loss;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The reconstruction of a gated encoder's gate, {@code x̂' = Σ_j max(π_j, 0)·w_j + b_dec}, with its gradient
 * {@code H = −2c/N·(t − x̂')} per row. Unless decoder and {@code b_dec} count as constants, the rows of H are kept, for the
 * features to gather them.
 */
final class GateHead {
    private final SaeState state;
    private final BatchRows rows;
    private final boolean detached;
    private final double[] squaredErrors;
    private final float[][] biasGradients;
    private final float[][] gradients;
    private float weight;

    private GateHead(SaeState state, BatchRows rows, boolean detached, int blocks) {
        this.state = state;
        this.rows = rows;
        this.detached = detached;
        int width = state.decoder.width();
        squaredErrors = new double[blocks];
        biasGradients = new float[detached ? 0 : blocks][width];
        gradients = new float[detached ? 0 : rows.count()][width];
    }

    /** Null where the objective has no such term. */
    static @Nullable GateHead of(ObjectiveSpec spec, SaeState state, BatchRows rows, int blocks) {
        for (Loss loss : spec.losses()) {
            if (loss.term() instanceof GateReconstruction term) {
                return new GateHead(state, rows, term.detachedDecoder(), blocks);
            }
        }
        return null;
    }

    void begin(StepSettings settings) {
        double coefficient = settings.coefficients().getOrDefault(GateReconstruction.NAME, 0.0);
        weight = (float) (-2 * coefficient / rows.count());
    }

    /** Whether the decoder and {@code b_dec} get its gradient. */
    boolean reachesDecoder() {
        return !detached;
    }

    /** H of each row of the batch, where it reaches the decoder. */
    float[][] gradients() {
        return gradients;
    }

    /** The unweighted value of the term. */
    double value() {
        double sum = 0;
        for (double error : squaredErrors) {
            sum += error;
        }
        return sum / rows.count();
    }

    /** Adds the gradient of {@code b_dec}. */
    void addBiasGradient(double[] gradient) {
        for (float[] ofBlock : biasGradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += ofBlock[i];
            }
        }
    }

    /** One worker's part in it, which comes before the residuals take the place of the targets. */
    final class Worker {
        private final float[] rebuilt = new float[state.decoder.width()];
        private final float[] scratch = new float[state.decoder.width()];
        private int block;

        void start(RowBlock block) {
            this.block = block.index();
            squaredErrors[this.block] = 0;
            if (!detached) {
                Arrays.fill(biasGradients[this.block], 0f);
            }
        }

        /** H of row {@code row} of the batch, whose gates are {@code from … to − 1}; good until the next row. */
        float[] gradient(int row, BlockCodes codes, GateCodes gates, int from, int to) {
            System.arraycopy(state.decoderBias.value, 0, rebuilt, 0, rebuilt.length);
            RowMath.gather(gates.value, codes.feature, from, to, 1f, 0f, state.decoder.value, rebuilt);
            return takeResidual(row);
        }

        /** Scratch for {@code Σ_j max(π_j, 0)·w_j} of a row, computed elsewhere. */
        float[] rebuilt() {
            return rebuilt;
        }

        /** The same, going on from {@link #rebuilt}. */
        float[] denseGradient(int row) {
            RowMath.add(state.decoderBias.value, rebuilt);
            return takeResidual(row);
        }

        private float[] takeResidual(int row) {
            RowMath.subtract(rows.residuals[row], rebuilt, rebuilt);
            squaredErrors[block] += RowMath.dot(rebuilt, rebuilt);
            float[] gradient = detached ? scratch : gradients[row];
            RowMath.scale(rebuilt, weight, gradient);
            if (!detached) {
                RowMath.add(gradient, biasGradients[block]);
            }
            return gradient;
        }
    }

    Worker worker() {
        return new Worker();
    }
}
