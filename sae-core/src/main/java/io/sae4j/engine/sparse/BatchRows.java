package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import java.util.Arrays;

/** The rows of the present batch and what is computed per row, each an array of its own; reused from step to step. */
final class BatchRows {
    /** Rows as the encoder sees them: {@code x − b_dec}, or x. */
    final float[][] inputs;
    /** Targets; after decoding the residuals {@code target − x̂}. */
    final float[][] residuals;
    /**
     * The gradient of what every reconstruction contains, {@code b_dec} for one: {@code ∂L/∂x̂ = −2/N·residual} where there is
     * but one reconstruction, the sum over all where prefixes of the features reconstruct as well.
     */
    final float[][] gradients;

    final Nesting nesting;
    private final float[][][] gradientsByLevel;
    private final boolean subtractsBias;

    BatchRows(ObjectiveSpec spec, int rows) {
        inputs = new float[rows][spec.dIn()];
        residuals = new float[rows][spec.dOut()];
        nesting = Nesting.of(spec, rows);
        gradientsByLevel = new float[nesting.levels()][rows][spec.dOut()];
        gradients = gradientsByLevel[0];
        subtractsBias = spec.applyBDecToInput();
    }

    int count() {
        return inputs.length;
    }

    /** Gradients of what the reconstructions from level {@code level} on contain, its own features for one. */
    float[][] gradientsOf(int level) {
        return gradientsByLevel[level];
    }

    /** Copies the block's rows from the batch. */
    void load(Batch batch, RowBlock block, float[] decoderBias) {
        for (int r = block.first(); r < block.first() + block.rows(); r++) {
            System.arraycopy(batch.input(), r * inputs[r].length, inputs[r], 0, inputs[r].length);
            if (subtractsBias) {
                RowMath.subtract(inputs[r], decoderBias, inputs[r]);
            }
            System.arraycopy(batch.target(), r * residuals[r].length, residuals[r], 0, residuals[r].length);
        }
    }

    /** The block's rows of {@code all}, as a fresh array of the same rows. */
    static float[][] of(float[][] all, RowBlock block) {
        return Arrays.copyOfRange(all, block.first(), block.first() + block.rows());
    }
}
