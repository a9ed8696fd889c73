package io.sae4j.inference;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.Encoder;
import io.sae4j.model.RowScales;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * From trained parameters to an SAE for raw rows. For rows that were scaled by {@code s}: {@code b_dec/s}, and for
 * homogeneous encoders {@code b_enc/s} and {@code θ/s} with {@code W_enc} unchanged, so that codes come out in the units
 * of the raw rows; otherwise the scale is kept in the configuration. Decoder rows of norm {@code n}: {@code W_enc·n},
 * {@code b_enc·n}, {@code θ·n}, {@code W_dec/n}, for encoders that allow it.
 *
 * <p>Where columns had different factors {@code S_in} and {@code S_out}: codes are divided by the unit u
 * ({@link RowScales#codeUnit}), {@code W_enc = S_in·W_enc'/u}, {@code W_dec = u·W_dec'·S_out⁻¹}, {@code b_dec = S_out⁻¹·b_dec'},
 * {@code W_skip = S_out⁻¹·W_skip'·S_in}.
 */
public final class Folding {
    private static final double SMALLEST_NORM = 1e-30;

    private Folding() {}

    /** An architecture with its weights. */
    public record Folded(SaeConfig config, Weights weights) {}

    /**
     * What the rows were that an SAE was trained on.
     *
     * @param scales by which rows were multiplied
     * @param ownTargets whether targets were rows of their own
     * @param applyBDecToInput whether {@code b_dec} was subtracted from the input
     */
    public record Rows(RowScales scales, boolean ownTargets, boolean applyBDecToInput) {
        public Rows {
            checkArgument(
                    !applyBDecToInput || scales.input().equals(scales.target()),
                    "applyBDecToInput needs inputs and targets of the same scales, got %s",
                    scales);
        }
    }

    /**
     * For an autoencoder whose rows were scaled by one factor.
     *
     * @param trained parameters as an engine holds them, with {@code threshold [dSae]} for encoders that
     *     {@linkplain Encoder#learnsThresholdByAverage learn it by average}; given away
     * @param inputScale the factor by which rows were multiplied while training
     */
    public static Folded fold(
            Encoder encoder,
            Map<String, INDArray> trained,
            double inputScale,
            boolean applyBDecToInput,
            Map<String, Object> metadata) {
        int width = (int) required(trained, Weights.W_ENC).size(0);
        int targetWidth = (int) required(trained, Weights.W_DEC).size(1);
        RowScales scales = RowScales.uniform(width, targetWidth, inputScale);
        return fold(encoder, trained, new Rows(scales, width != targetWidth, applyBDecToInput), metadata);
    }

    /** The same for rows of any kind. */
    public static Folded fold(Encoder encoder, Map<String, INDArray> trained, Rows rows, Map<String, Object> metadata) {
        RowScales scales = rows.scales();
        Map<String, INDArray> own = new LinkedHashMap<>(trained);
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        for (String common : new String[] {Weights.W_ENC, Weights.B_ENC, Weights.W_DEC, Weights.B_DEC}) {
            tensors.put(common, Objects.requireNonNull(own.remove(common), common));
        }
        INDArray skip = own.remove(Weights.W_SKIP);
        if (skip != null) {
            tensors.put(Weights.W_SKIP, skip);
        }
        tensors.putAll(encoder.inferenceParameters(own));
        if (encoder.foldsDecoderNorms()) {
            moveNorms(tensors, encoder::foldDecoderNorms);
        }
        double unit = scales.codeUnit();
        if (scales.areOneNumber()) {
            required(tensors, Weights.B_DEC).divi(unit);
        } else {
            foldColumns(tensors, scales, unit);
        }
        if (encoder.isHomogeneous()) {
            required(tensors, Weights.B_ENC).divi(unit);
            INDArray factor = Nd4j.scalar(DataType.FLOAT, 1 / unit);
            tensors.putAll(encoder.scaleInferenceParameters(new LinkedHashMap<>(tensors), factor));
            if (!scales.targetIsUniform() && encoder.firesByFeature()) {
                moveNorms(tensors, encoder::scaleInferenceParameters);
            }
        }
        Weights weights = Weights.of(tensors);
        SaeConfig config = new SaeConfig(
                weights.dIn(),
                weights.dOut(),
                weights.dSae(),
                encoder.inferenceSpec(),
                rows.applyBDecToInput(),
                encoder.isHomogeneous() ? 1.0 : unit,
                rows.ownTargets(),
                scales.input().size() > 1 ? scales.input() : List.of(),
                metadata);
        return new Folded(config, weights);
    }

    private static void foldColumns(Map<String, INDArray> tensors, RowScales scales, double unit) {
        INDArray input = column(RowScales.factors(scales.input()));
        INDArray target = column(RowScales.factors(scales.target()));
        required(tensors, Weights.W_ENC).muliColumnVector(input.div(unit));
        required(tensors, Weights.W_DEC).muliRowVector(target.rdiv(unit));
        required(tensors, Weights.B_DEC).divi(target);
        INDArray skip = tensors.get(Weights.W_SKIP);
        if (skip != null) {
            skip.muliRowVector(input).diviColumnVector(target);
        }
    }

    private static INDArray column(double[] factors) {
        return Nd4j.createFromArray(factors).castTo(DataType.FLOAT);
    }

    /** Gives the factors of single features to the tensors that change by them. */
    @FunctionalInterface
    private interface Scaling {
        Map<String, INDArray> apply(Map<String, INDArray> tensors, INDArray factors);
    }

    /** Moves the lengths of the decoder's rows into the encoder. */
    private static void moveNorms(Map<String, INDArray> tensors, Scaling ownParameters) {
        INDArray decoder = required(tensors, Weights.W_DEC);
        INDArray norms = decoder.norm2(1);
        INDArray divisors = Transforms.max(norms, SMALLEST_NORM, true);
        required(tensors, Weights.W_ENC).muliRowVector(norms);
        required(tensors, Weights.B_ENC).muli(norms);
        tensors.putAll(ownParameters.apply(new LinkedHashMap<>(tensors), norms));
        decoder.diviColumnVector(divisors);
    }

    private static INDArray required(Map<String, INDArray> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
