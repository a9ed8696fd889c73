package io.sae4j.inference;

import io.sae4j.encoder.Encoder;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.util.LinkedHashMap;
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
 */
public final class Folding {
    private static final double SMALLEST_NORM = 1e-30;

    private Folding() {}

    /** An architecture with its weights. */
    public record Folded(SaeConfig config, Weights weights) {}

    /**
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
        Map<String, INDArray> own = new LinkedHashMap<>(trained);
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        for (String common : new String[] {Weights.W_ENC, Weights.B_ENC, Weights.W_DEC, Weights.B_DEC}) {
            tensors.put(common, Objects.requireNonNull(own.remove(common), common));
        }
        tensors.putAll(encoder.inferenceParameters(own));
        if (encoder.foldsDecoderNorms()) {
            foldDecoderNorms(encoder, tensors);
        }
        required(tensors, Weights.B_DEC).divi(inputScale);
        if (encoder.isHomogeneous()) {
            required(tensors, Weights.B_ENC).divi(inputScale);
            INDArray factor = Nd4j.scalar(DataType.FLOAT, 1 / inputScale);
            tensors.putAll(encoder.scaleInferenceParameters(new LinkedHashMap<>(tensors), factor));
        }
        EncoderSpec spec = encoder.inferenceSpec();
        Weights weights = Weights.of(tensors);
        SaeConfig config = new SaeConfig(
                weights.dIn(),
                weights.dOut(),
                weights.dSae(),
                spec,
                applyBDecToInput,
                encoder.isHomogeneous() ? 1.0 : inputScale,
                metadata);
        return new Folded(config, weights);
    }

    private static void foldDecoderNorms(Encoder encoder, Map<String, INDArray> tensors) {
        INDArray decoder = required(tensors, Weights.W_DEC);
        INDArray norms = decoder.norm2(1);
        INDArray divisors = Transforms.max(norms, SMALLEST_NORM, true);
        required(tensors, Weights.W_ENC).muliRowVector(norms);
        required(tensors, Weights.B_ENC).muli(norms);
        tensors.putAll(encoder.foldDecoderNorms(new LinkedHashMap<>(tensors), norms));
        decoder.diviColumnVector(divisors);
    }

    private static INDArray required(Map<String, INDArray> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
