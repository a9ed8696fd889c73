package io.sae4j;

import io.sae4j.data.Batch;
import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.CustomEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.GatedEncoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.FeatureRestart;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Watches a run, and tells in doubles what its parameters make of rows at the end, before anything is folded. */
final class TrainedFormulas {
    /** What the test's own encoder, a soft shrinkage, subtracts. */
    static final double SHRINKAGE = 0.1;

    private final Encoder encoder;
    private final Map<String, float[]> parameters = new LinkedHashMap<>();
    private double squares;
    private long rows;
    private double threshold;

    TrainedFormulas(Encoder encoder) {
        this.encoder = encoder;
    }

    /**
     * @param written {@code [rows, dSae]}: the lengths of what features write, in units of raw rows
     * @param rows {@code [rows, width]}: reconstructions, in units of raw rows
     */
    record Outcome(float[] written, float[] rows) {}

    TrainingEngine watch(TrainingEngine engine) {
        return new TrainingEngine() {
            @Override
            public StepResult step(Batch batch, StepSettings settings) {
                for (float value : batch.input()) {
                    squares += (double) value * value;
                }
                rows += batch.rows();
                StepResult result = engine.step(batch, settings);
                // A run of fewer than ten steps remembers its last one alone.
                threshold = result.smallestCode();
                return result;
            }

            @Override
            public void restart(FeatureRestart restart) {
                engine.restart(restart);
            }

            @Override
            public Map<String, INDArray> parameters() {
                Map<String, INDArray> trained = engine.parameters();
                trained.forEach((name, value) -> parameters.put(name, HostArrays.toFloats(value)));
                return trained;
            }

            @Override
            public String name() {
                return engine.name();
            }

            @Override
            public void close() {
                engine.close();
            }
        };
    }

    /** The factor of the rows that the engine saw, which were {@code raw} a whole number of times. */
    double scale(INDArray raw) {
        double all = 0;
        for (float value : HostArrays.toFloats(raw)) {
            all += (double) value * value;
        }
        double scale = Math.sqrt(squares / (all * rows / raw.size(0)));
        return Math.abs(scale - 1) < 1e-9 ? 1 : scale;
    }

    /** The smallest code of the last step. */
    double threshold() {
        return threshold;
    }

    Outcome on(INDArray raw) {
        double scale = scale(raw);
        float[] x = HostArrays.toFloats(raw);
        float[] decoder = parameters.get(Weights.W_DEC);
        float[] bias = parameters.get(Weights.B_DEC);
        int m = parameters.get(Weights.B_ENC).length;
        int d = bias.length;
        int n = x.length / d;
        float[] written = new float[n * m];
        float[] reconstructions = new float[n * d];
        for (int r = 0; r < n; r++) {
            double[] f = contributions(preActivations(x, r, scale));
            double[] sum = new double[d];
            for (int j = 0; j < m; j++) {
                written[r * m + j] = (float) (f[j] * norm(decoder, j) / scale);
                for (int c = 0; c < d; c++) {
                    sum[c] += f[j] * decoder[j * d + c];
                }
            }
            for (int c = 0; c < d; c++) {
                reconstructions[r * d + c] = (float) ((sum[c] + bias[c]) / scale);
            }
        }
        return new Outcome(written, reconstructions);
    }

    /** Features a row whose score, as training ranks them, exceeds {@code bar}. */
    double firedAbove(double bar, INDArray raw) {
        float[] x = HostArrays.toFloats(raw);
        int n = (int) raw.size(0);
        double fired = 0;
        for (int r = 0; r < n; r++) {
            for (double score : scores(preActivations(x, r, scale(raw)))) {
                fired += score > bar ? 1 : 0;
            }
        }
        return fired / n;
    }

    private double[] preActivations(float[] x, int row, double scale) {
        float[] encoderWeights = parameters.get(Weights.W_ENC);
        float[] encoderBias = parameters.get(Weights.B_ENC);
        float[] decoderBias = parameters.get(Weights.B_DEC);
        int m = encoderBias.length;
        int d = decoderBias.length;
        double[] z = new double[m];
        for (int j = 0; j < m; j++) {
            z[j] = encoderBias[j];
            for (int c = 0; c < d; c++) {
                z[j] += (scale * x[row * d + c] - decoderBias[c]) * encoderWeights[c * m + j];
            }
        }
        return z;
    }

    /** Pre-activations, times the decoder norms where the encoder ranks by that. */
    private double[] scores(double[] z) {
        boolean rescaled = (encoder instanceof TopKEncoder topK && topK.rescaleByDecoderNorm())
                || (encoder instanceof BatchTopKEncoder batch && batch.rescaleByDecoderNorm());
        double[] scores = z.clone();
        for (int j = 0; rescaled && j < z.length; j++) {
            scores[j] *= norm(parameters.get(Weights.W_DEC), j);
        }
        return scores;
    }

    /** The factor of each feature's decoder row in the reconstruction. */
    private double[] contributions(double[] z) {
        double[] scores = scores(z);
        double[] f = new double[z.length];
        for (int j = 0; j < z.length; j++) {
            f[j] = fires(scores, j) ? size(z[j], j) : 0;
        }
        return f;
    }

    private double size(double z, int j) {
        if (encoder instanceof GatedEncoder) {
            double product = z - parameters.get(Weights.B_ENC)[j];
            double magnitude = product * Math.exp(parameters.get(GatedEncoder.R_MAG)[j]);
            return Math.max(magnitude + parameters.get(GatedEncoder.B_MAG)[j], 0);
        }
        return z - shrinkage();
    }

    private double shrinkage() {
        return encoder instanceof CustomEncoder ? SHRINKAGE : 0;
    }

    private boolean fires(double[] scores, int j) {
        if (encoder instanceof TopKEncoder topK) {
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            return scores[j] > 0 && scores[j] >= sorted[sorted.length - topK.k()];
        }
        if (encoder instanceof BatchTopKEncoder) {
            return scores[j] > (float) threshold;
        }
        if (encoder instanceof JumpReluEncoder jumpRelu) {
            return jumpRelu.form() == JumpReluEncoder.ThresholdForm.LOG
                    ? scores[j] > Math.exp(parameters.get("log_threshold")[j])
                    : scores[j] > Math.max(parameters.get(Weights.THRESHOLD)[j], 0);
        }
        return scores[j] > shrinkage();
    }

    /** The length of row {@code j} of {@code [m, width]} rows of {@link Runs}. */
    static double norm(float[] matrix, int j) {
        double sum = 0;
        for (int c = 0; c < Runs.WIDTH; c++) {
            sum += (double) matrix[j * Runs.WIDTH + c] * matrix[j * Runs.WIDTH + c];
        }
        return Math.sqrt(sum);
    }
}
