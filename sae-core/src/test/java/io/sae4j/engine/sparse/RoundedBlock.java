package io.sae4j.engine.sparse;

import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows and features with products as hardware makes them of factors rounded to bfloat16: to nearest even, numbers below the
 * smallest normal one taken for 0, sums in 32 bits. Beside it the exact scores in 64 bits.
 */
final class RoundedBlock {
    private static final int TILE = 64;
    private static final double UNIT = 0x1p-24;

    final float[][] inputs;
    final SaeState state;
    final Scores scores;
    private final int width;

    /** @param parameters names and values beside weights and biases of the encoder */
    RoundedBlock(
            Encoder encoder,
            float[][] inputs,
            float[][] weights,
            float[] bias,
            float[] decoderNorms,
            Map<String, float[]> parameters) {
        this.inputs = inputs;
        width = inputs[0].length;
        int features = weights.length;
        ObjectiveSpec spec = new ObjectiveSpec(width, 1, features, encoder, List.of(), false);
        float[] columns = new float[width * features];
        for (int j = 0; j < features; j++) {
            for (int i = 0; i < width; i++) {
                columns[i * features + j] = weights[j][i];
            }
        }
        Map<String, INDArray> initial = new HashMap<>();
        initial.put(Weights.W_ENC, HostArrays.create(columns, width, features));
        initial.put(Weights.W_DEC, HostArrays.create(decoderNorms, features, 1));
        initial.put(Weights.B_ENC, HostArrays.create(bias, features));
        initial.put(Weights.B_DEC, HostArrays.create(new float[1], 1));
        parameters.forEach((name, value) -> initial.put(name, HostArrays.create(value, features)));
        state = new SaeState(spec, initial);
        for (int j = 0; j < features; j++) {
            state.measureRounding(j, new float[width]);
        }
        scores = EncoderRules.of(spec, state, inputs.length).scores();
    }

    int features() {
        return state.encoderNorms.length;
    }

    Margins margins() {
        Margins margins = new Margins(inputs.length);
        for (int r = 0; r < inputs.length; r++) {
            margins.measure(r, inputs[r]);
        }
        return margins;
    }

    /** Lets {@code chooser} choose by the rounded scores. */
    BlockCodes choose(Selection.Chooser chooser, int index) {
        BlockCodes codes = new BlockCodes(inputs.length);
        chooser.start(new RowBlock(index, index * inputs.length, inputs.length), inputs, margins());
        Scores.Tile tile = scores.tile(TILE);
        for (int first = 0; first < features(); first += TILE) {
            int count = Math.min(TILE, features() - first);
            float[][] products = new float[inputs.length][TILE];
            for (int r = 0; r < inputs.length; r++) {
                for (int i = 0; i < count; i++) {
                    products[r][i] = roundedProduct(r, first + i);
                }
            }
            tile.score(products, inputs.length, first, count);
            chooser.visit(products, first, count);
        }
        if (!chooser.finish(codes)) {
            throw new IllegalStateException("too many codes");
        }
        return codes;
    }

    float roundedScore(int r, int j) {
        return (roundedProduct(r, j) + state.encoderBias.value[j]) * scores.factors()[j];
    }

    private float roundedProduct(int r, int j) {
        float sum = 0;
        for (int i = 0; i < width; i++) {
            sum = flushed(sum + flushed(rounded(inputs[r][i]) * rounded(state.encoder.value[j][i])));
        }
        return sum;
    }

    static float rounded(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (Float.isNaN(x)) {
            return x;
        }
        int nearestEven = (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000;
        return flushed(Float.intBitsToFloat(nearestEven));
    }

    private static float flushed(float x) {
        return Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
    }

    /** {@code (x·w_j + b_j)·factor} in 64 bits. */
    double exact(int r, int j) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += (double) inputs[r][i] * state.encoder.value[j][i];
        }
        return (sum + state.encoderBias.value[j]) * scores.factors()[j];
    }

    /** By how much a score may be off in 32 bits. */
    double tolerance(int r, int j) {
        double product = 0;
        for (int i = 0; i < width; i++) {
            product += Math.abs((double) inputs[r][i] * state.encoder.value[j][i]);
        }
        double whole = product + Math.abs(state.encoderBias.value[j]);
        return ((width + 4) * UNIT * whole + (width + 2) * (double) Float.MIN_VALUE) * scores.factors()[j]
                + Float.MIN_VALUE;
    }
}
