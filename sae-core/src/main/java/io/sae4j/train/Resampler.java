package io.sae4j.train;

import io.sae4j.data.InputStatistics;
import io.sae4j.data.RowSample;
import io.sae4j.engine.FeatureRestart;
import io.sae4j.inference.Codec;
import io.sae4j.math.RandomStreams;
import io.sae4j.model.RowScales;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes new features of dead ones, as {@link Resampling} says. Errors are those of the SAE in its inference form on rows of
 * the run's sample, a block at a time; only one number a row is kept.
 */
final class Resampler {
    private final Resampling settings;
    private final RandomStreams streams;
    private final RowSample sample;
    private final int rows;
    private final int dIn;
    private final int dOut;
    private final double[] inputFactors;
    private final double[] targetFactors;
    private final double[] inputMean;
    private final double[] targetMean;

    /** @param scales of the rows while training: errors and directions are in scaled units */
    Resampler(Resampling settings, RandomStreams streams, RowSample sample, RowScales scales) {
        this.settings = settings;
        this.streams = streams;
        this.sample = sample;
        rows = Math.min(settings.rows(), sample.rows());
        inputFactors = RowScales.factors(scales.input());
        targetFactors = RowScales.factors(scales.target());
        dIn = sample.inputWidth();
        dOut = sample.targetWidth();
        inputMean = InputStatistics.ofInputs(sample).mean();
        targetMean = ownTargets() ? InputStatistics.ofTargets(sample).mean() : inputMean;
    }

    boolean isDue(long steps, OptionalLong totalSteps) {
        return settings.isDue(steps, totalSteps);
    }

    private boolean ownTargets() {
        return sample.input() != sample.target();
    }

    /**
     * New weights for dead features; for no more than there are rows with an error.
     *
     * @param step steps taken so far, which tells one resampling's random numbers from another's
     * @param codec the present SAE for raw rows
     * @param parameters its parameters as the engine holds them
     */
    FeatureRestart restart(long step, Codec codec, Map<String, INDArray> parameters, boolean[] dead) {
        int[] features = indices(dead);
        SplittableRandom random = new SplittableRandom(streams.seedOf("resample", step));
        int[] drawn = WeightedDraw.indices(squaredLosses(codec), features.length, random);
        double encoderNorm = settings.encoderScale()
                * livingMean(required(parameters, Weights.W_ENC).norm2(0), dead);
        double decoderNorm = livingMean(required(parameters, Weights.W_DEC).norm2(1), dead);
        boolean fromResidual = settings.direction() == Resampling.Direction.RESIDUAL;
        float[][] residuals = fromResidual ? residuals(codec, drawn) : new float[0][];
        float[][] encoder = new float[drawn.length][];
        float[][] decoder = new float[drawn.length][];
        for (int i = 0; i < drawn.length; i++) {
            float[] target =
                    fromResidual ? residuals[i] : centred(sample.target(), drawn[i], targetMean, targetFactors);
            float[] input = ownTargets() ? centred(sample.input(), drawn[i], inputMean, inputFactors) : target;
            encoder[i] = scaledTo(encoderNorm, input);
            decoder[i] = scaledTo(decoderNorm, target);
        }
        return new FeatureRestart(Arrays.copyOf(features, drawn.length), encoder, decoder);
    }

    private static INDArray required(Map<String, INDArray> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    private static int[] indices(boolean[] dead) {
        int[] indices = new int[dead.length];
        int count = 0;
        for (int j = 0; j < dead.length; j++) {
            if (dead[j]) {
                indices[count++] = j;
            }
        }
        return Arrays.copyOf(indices, count);
    }

    /** Over living features, or over all where none lives. */
    private static double livingMean(INDArray norms, boolean[] dead) {
        double living = 0;
        double all = 0;
        int count = 0;
        float[] values = HostArrays.toFloats(norms);
        for (int j = 0; j < dead.length; j++) {
            all += values[j];
            if (!dead[j]) {
                living += values[j];
                count++;
            }
        }
        return count > 0 ? living / count : all / dead.length;
    }

    /** {@code (‖t − x̂‖²)²} for each row. */
    double[] squaredLosses(Codec codec) {
        double[] squares = new double[rows];
        eachResidual(codec, IntStream.range(0, rows).toArray(), (row, residuals, from) -> {
            double loss = 0;
            for (int c = 0; c < dOut; c++) {
                loss += (double) residuals[from + c] * residuals[from + c];
            }
            squares[row] = loss * loss;
        });
        return squares;
    }

    private float[][] residuals(Codec codec, int[] drawn) {
        float[][] kept = new float[drawn.length][];
        eachResidual(codec, drawn, (i, residuals, from) -> kept[i] = Arrays.copyOfRange(residuals, from, from + dOut));
        return kept;
    }

    /** Takes the residual of the i-th of some rows, which is at {@code from} in an array that is used again. */
    @FunctionalInterface
    private interface ResidualConsumer {
        void accept(int i, float[] residuals, int from);
    }

    private void eachResidual(Codec codec, int[] chosen, ResidualConsumer consumer) {
        int block = Math.max(1, Math.min(chosen.length, codec.blockRows()));
        float[] inputs = new float[block * dIn];
        float[] codes = new float[block * codec.config().dSae()];
        float[] residuals = new float[block * dOut];
        for (int from = 0; from < chosen.length; from += block) {
            int count = Math.min(block, chosen.length - from);
            for (int r = 0; r < count; r++) {
                System.arraycopy(sample.input(), chosen[from + r] * dIn, inputs, r * dIn, dIn);
            }
            codec.encodeBlock(inputs, 0, count, codes);
            codec.decodeBlock(codes, inputs, 0, count, residuals);
            for (int r = 0; r < count; r++) {
                int target = chosen[from + r] * dOut;
                for (int c = 0; c < dOut; c++) {
                    float error = sample.target()[target + c] - residuals[r * dOut + c];
                    residuals[r * dOut + c] = (float) (error * targetFactors[c]);
                }
                consumer.accept(from + r, residuals, r * dOut);
            }
        }
    }

    private static float[] centred(float[] rows, int row, double[] mean, double[] factors) {
        float[] centred = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            centred[c] = (float) ((rows[row * mean.length + c] - mean[c]) * factors[c]);
        }
        return centred;
    }

    /** Of a row of zeros, zeros. */
    private static float[] scaledTo(double norm, float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        double factor = squares > 0 ? norm / Math.sqrt(squares) : 0;
        float[] scaled = new float[values.length];
        for (int c = 0; c < values.length; c++) {
            scaled[c] = (float) (values[c] * factor);
        }
        return scaled;
    }
}
