package io.sae4j.engine.sparse;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.product.EncoderProduct;
import io.sae4j.product.ProductShape;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * From gradients to new parameters, a chunk of features at a time: projection of the decoder's gradient, exact clipping to
 * a global norm, the optimiser's step, unit length of decoder rows, and packing of the new weights for the next product.
 *
 * <p>With clipping, a first pass stores the gradient rows and finds their norm, a second one updates; without, each feature
 * is updated while its gradients are in cache, and they never reach memory. The norm and the gradient of {@code b_dec} are
 * summed per chunk, then over the chunks in order.
 */
final class FeatureUpdate {
    private static final int CHUNK = 64;
    private static final double SMALLEST_NORM = 1e-12;

    private final OptimizerSettings settings;
    private final SaeState state;
    private final FeatureGradients gradients;
    private final DensePass dense;
    private final ProductShape shape;
    private final boolean biasFromEncoder;
    private final float[][] outputGradients;
    private final @Nullable SkipConnection skip;
    private final int chunks;
    private final double[] chunkSquares;
    private final float[][] chunkBias;
    private final float[] biasGradient;
    private final List<FeatureVector> vectors;
    private final float[][] vectorGradients;
    private final float[][] encoderRows;
    private final float[][] decoderRows;
    private final float[][] encoderScratch;
    private final float[][] decoderScratch;
    private final boolean[] touched;
    private final AtomicIntegerArray chunksLeft;
    private int steps;
    private boolean rounded;

    /**
     * @param biasFromEncoder whether {@code b_dec} is subtracted from the input, so that the encoder gives it a gradient
     * @param outputGradients of each row of the batch, for the skip connection if there is one
     */
    FeatureUpdate(
            OptimizerSettings settings,
            SaeState state,
            FeatureGradients gradients,
            DensePass dense,
            ProductShape shape,
            boolean biasFromEncoder,
            float[][] outputGradients,
            @Nullable SkipConnection skip,
            int workers) {
        this.settings = settings;
        this.state = state;
        this.gradients = gradients;
        this.dense = dense;
        this.shape = shape;
        this.biasFromEncoder = biasFromEncoder;
        this.outputGradients = outputGradients;
        this.skip = skip;
        int features = state.encoder.features();
        chunks = (features + CHUNK - 1) / CHUNK;
        chunkSquares = new double[chunks];
        chunkBias = new float[biasFromEncoder ? chunks : 0][state.encoder.width()];
        biasGradient = new float[features];
        vectors = gradients.vectors();
        vectorGradients = new float[vectors.size()][features];
        int stored = clips() ? features : workers;
        encoderRows = new float[stored][];
        decoderRows = new float[stored][];
        encoderScratch = new float[workers][state.encoder.width()];
        decoderScratch = new float[workers][state.decoder.width()];
        touched = new boolean[features];
        chunksLeft = new AtomicIntegerArray(shape.tiles());
    }

    private boolean clips() {
        return Double.isFinite(settings.clipNorm());
    }

    /**
     * Takes one step.
     *
     * @param decoderBiasGradient gradient of {@code b_dec} by way of the reconstruction; completed
     * @return the global norm of the gradients after projection, before clipping
     */
    double apply(double[] decoderBiasGradient, double learningRate, EncoderStage stage, Workers workers) {
        EncoderProduct product = stage.product();
        rounded = stage.isRounded();
        steps++;
        ParameterStep unclipped = ParameterStep.of(settings, steps, learningRate, 1);
        for (int tile = 0; tile < shape.tiles(); tile++) {
            int first = shape.tileStart(tile) / CHUNK;
            int last = (shape.tileStart(tile) + shape.tileSize(tile) - 1) / CHUNK;
            chunksLeft.set(tile, last - first + 1);
        }
        workers.run(chunks, (chunk, worker) -> {
            gradientsOf(chunk, worker, clips() ? null : unclipped);
            if (!clips()) {
                packWhenDone(chunk, product);
            }
        });
        double squares = 0;
        for (double square : chunkSquares) {
            squares += square;
        }
        float[] bias = completeBias(decoderBiasGradient);
        squares += RowMath.dot(bias, bias);
        if (skip != null) {
            squares += skip.differentiate(outputGradients, workers);
        }
        double norm = Math.sqrt(squares);
        double clipping = norm > settings.clipNorm() ? settings.clipNorm() / norm : 1;
        ParameterStep step = ParameterStep.of(settings, steps, learningRate, clipping);
        if (clips()) {
            workers.run(chunks, (chunk, worker) -> {
                for (int j = first(chunk); j < end(chunk); j++) {
                    updateRows(j, j, worker, step);
                }
                packWhenDone(chunk, product);
            });
        }
        step.apply(biasGradient, state.encoderBias);
        step.apply(bias, state.decoderBias);
        for (int v = 0; v < vectorGradients.length; v++) {
            step.apply(vectorGradients[v], vectors.get(v).parameter());
        }
        if (skip != null) {
            skip.update(step, workers);
        }
        return norm;
    }

    private int first(int chunk) {
        return chunk * CHUNK;
    }

    private int end(int chunk) {
        return Math.min(first(chunk) + CHUNK, state.encoder.features());
    }

    /** @param now the step to take at once, or null when gradients are to be stored */
    private void gradientsOf(int chunk, int worker, @Nullable ParameterStep now) {
        double squares = 0;
        if (biasFromEncoder) {
            Arrays.fill(chunkBias[chunk], 0f);
        }
        for (int j = first(chunk); j < end(chunk); j++) {
            int slot = now == null ? j : worker;
            touched[j] = gradients.touches(j);
            if (touched[j]) {
                squares += rowGradients(j, slot, worker);
            }
            biasGradient[j] = touched[j] ? gradients.biasGradient(j) : 0f;
            squares += (double) biasGradient[j] * biasGradient[j];
            float byProduct = biasFromEncoder && touched[j] ? gradients.productGradient(j) : 0f;
            if (byProduct != 0) {
                RowMath.add(-byProduct, state.encoder.value[j], chunkBias[chunk]);
            }
            for (int v = 0; v < vectorGradients.length; v++) {
                float gradient = (float) vectors.get(v).gradient().applyAsDouble(j);
                vectorGradients[v][j] = gradient;
                squares += (double) gradient * gradient;
            }
            if (now != null) {
                updateRows(j, slot, worker, now);
            }
        }
        chunkSquares[chunk] = squares;
    }

    /** Writes the gradients of feature {@code j}'s rows, projected, and returns the sum of their squares. */
    private double rowGradients(int j, int slot, int worker) {
        float[] encoder = cleared(encoderRows, slot, state.encoder.width());
        float[] decoder = cleared(decoderRows, slot, state.decoder.width());
        gradients.addRows(j, encoder, decoder);
        if (dense.isUsed()) {
            dense.addRows(j, encoder, decoder, encoderScratch[worker], decoderScratch[worker]);
        }
        if (settings.unitNormDecoder()) {
            float[] direction = state.decoder.value[j];
            RowMath.add(-RowMath.dot(decoder, direction), direction, decoder);
        }
        return (double) RowMath.dot(encoder, encoder) + RowMath.dot(decoder, decoder);
    }

    private static float[] cleared(float[][] rows, int slot, int width) {
        if (rows[slot] == null) {
            rows[slot] = new float[width];
        } else {
            Arrays.fill(rows[slot], 0f);
        }
        return rows[slot];
    }

    private void updateRows(int j, int slot, int worker, ParameterStep step) {
        if (touched[j]) {
            step.apply(
                    encoderRows[slot],
                    state.encoder.value[j],
                    state.encoder.firstMoment[j],
                    state.encoder.secondMoment[j]);
            step.apply(
                    decoderRows[slot],
                    state.decoder.value[j],
                    state.decoder.firstMoment[j],
                    state.decoder.secondMoment[j]);
        } else {
            step.coast(state.encoder.value[j], state.encoder.firstMoment[j], state.encoder.secondMoment[j]);
            step.coast(state.decoder.value[j], state.decoder.firstMoment[j], state.decoder.secondMoment[j]);
        }
        if (settings.unitNormDecoder()) {
            float[] direction = state.decoder.value[j];
            RowMath.scale((float) (1 / Math.max(RowMath.norm(direction), SMALLEST_NORM)), direction);
        }
        state.measure(j);
        if (rounded) {
            state.measureRounding(j, encoderScratch[worker]);
        }
    }

    /** The worker that updates the last feature of a tile packs the tile. */
    private void packWhenDone(int chunk, EncoderProduct product) {
        int firstTile = first(chunk) / shape.tileFeatures();
        int lastTile = (end(chunk) - 1) / shape.tileFeatures();
        for (int tile = firstTile; tile <= lastTile; tile++) {
            if (chunksLeft.decrementAndGet(tile) == 0) {
                product.pack(tile, state.encoder.value);
            }
        }
    }

    private float[] completeBias(double[] gradient) {
        float[] complete = new float[gradient.length];
        for (float[] part : chunkBias) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += part[i];
            }
        }
        for (int i = 0; i < gradient.length; i++) {
            complete[i] = (float) gradient[i];
        }
        return complete;
    }
}
