package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.product.NativeMatrix;
import io.sae4j.product.OpenBlas;

/**
 * The linear part of a skip transcoder, {@code x̂ = a·W_dec + b_dec + W_skip·x} with the raw x, as dense products: it is taken
 * from the targets before anything is decoded, so that residuals are those of the whole reconstruction, and its gradient is
 * {@code Σ_i G_i·x_iᵀ} with {@code G = ∂L/∂x̂}. Its three passes take 6·B·dIn·dOut floating-point operations.
 */
final class SkipConnection implements AutoCloseable {
    /** Rows of {@code W_skip} in a task. */
    private static final int CHUNK = 64;

    private final RowParameter parameter;
    private final float[][] gradient;
    private final double[] chunkSquares;
    private final NativeMatrix weights = new NativeMatrix();
    private final NativeMatrix inputs = new NativeMatrix();
    private final NativeMatrix outputs = new NativeMatrix();
    private final NativeMatrix weightGradient = new NativeMatrix();

    /** @param parameter {@code W_skip}, a row for each output column */
    SkipConnection(RowParameter parameter) {
        this.parameter = parameter;
        int dOut = parameter.features();
        gradient = new float[dOut][parameter.width()];
        chunkSquares = new double[(dOut + CHUNK - 1) / CHUNK];
    }

    /** Makes room for a batch and takes the present weights. */
    void begin(int rows) {
        inputs.require(rows, parameter.width());
        outputs.require(rows, parameter.features());
        weights.require(parameter.features(), parameter.width());
        weightGradient.require(parameter.features(), parameter.width());
        for (int o = 0; o < parameter.features(); o++) {
            weights.put(o, 0, parameter.value[o], parameter.width());
        }
    }

    /** Subtracts {@code W_skip·x} of the block's rows of the batch from {@code targets}. */
    void subtract(Batch batch, RowBlock block, float[][] targets) {
        int dIn = parameter.width();
        int dOut = parameter.features();
        inputs.put(block.first(), 0, batch.input(), block.first() * dIn, block.rows() * dIn);
        OpenBlas.gemm(
                false,
                true,
                block.rows(),
                dOut,
                dIn,
                inputs.from(block.first(), 0),
                weights.from(0, 0),
                0f,
                outputs.from(block.first(), 0));
        float[] linear = new float[dOut];
        for (int r = block.first(); r < block.first() + block.rows(); r++) {
            outputs.get(r, 0, linear, dOut);
            RowMath.subtract(targets[r], linear, targets[r]);
        }
    }

    /**
     * Finds the gradient.
     *
     * @param byReconstruction {@code ∂L/∂x̂} of each row of the batch
     * @return the sum of its squares
     */
    double differentiate(float[][] byReconstruction, Workers workers) {
        int dIn = parameter.width();
        int dOut = parameter.features();
        int rows = byReconstruction.length;
        for (int r = 0; r < rows; r++) {
            outputs.put(r, 0, byReconstruction[r], dOut);
        }
        OpenBlas.singleThreaded(() -> workers.run(chunkSquares.length, (chunk, worker) -> {
            int first = chunk * CHUNK;
            int count = Math.min(CHUNK, dOut - first);
            OpenBlas.gemm(
                    true,
                    false,
                    count,
                    dIn,
                    rows,
                    outputs.from(0, first),
                    inputs.from(0, 0),
                    0f,
                    weightGradient.from(first, 0));
            double squares = 0;
            for (int o = first; o < first + count; o++) {
                weightGradient.get(o, 0, gradient[o], dIn);
                squares += RowMath.dot(gradient[o], gradient[o]);
            }
            chunkSquares[chunk] = squares;
        }));
        double squares = 0;
        for (double ofChunk : chunkSquares) {
            squares += ofChunk;
        }
        return squares;
    }

    /** Takes the step along the gradient found last. */
    void update(ParameterStep step, Workers workers) {
        workers.run(chunkSquares.length, (chunk, worker) -> {
            int end = Math.min((chunk + 1) * CHUNK, parameter.features());
            for (int o = chunk * CHUNK; o < end; o++) {
                step.apply(gradient[o], parameter.value[o], parameter.firstMoment[o], parameter.secondMoment[o]);
            }
        });
    }

    @Override
    public void close() {
        for (NativeMatrix matrix : new NativeMatrix[] {weights, inputs, outputs, weightGradient}) {
            matrix.close();
        }
    }
}
