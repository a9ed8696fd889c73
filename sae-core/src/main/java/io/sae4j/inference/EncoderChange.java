package io.sae4j.inference;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.Encoder;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Another encoder for a trained decoder. */
public final class EncoderChange {
    private static final String[] COMMON = {Weights.W_ENC, Weights.B_ENC, Weights.W_DEC, Weights.B_DEC, Weights.W_SKIP};
    private static final double UNIT_NORM_TOLERANCE = 1e-5;
    private static final double SMALLEST_NORM = 1e-30;

    private EncoderChange() {}

    /**
     * The SAE of {@code codec} with {@code encoder} in place of its own. Weights are shared; only where {@code encoder}
     * {@linkplain Encoder#encodesWithDecoder encodes with the decoder} and decoder rows are not of unit length, they are brought to it.
     *
     * @throws IllegalArgumentException when {@code encoder} needs parameters that this SAE does not have, or encodes with the decoder
     *     and this is a transcoder, whose decoder lives in another space than its rows
     */
    public static Codec to(Encoder encoder, Codec codec) {
        return encoder.encodesWithDecoder() ? tied(encoder, codec) : untied(encoder, codec);
    }

    private static Codec tied(Encoder encoder, Codec codec) {
        SaeConfig config = codec.config();
        checkArgument(
                !config.ownTargets(),
                "encoder '%s' explains a row by what is decoded, which a transcoder's decoder does not write",
                encoder.name());
        INDArray wDec = unitRows(codec.weights().get(Weights.W_DEC));
        Map<String, INDArray> tensors = Map.of(
                Weights.W_ENC, wDec.transpose(),
                Weights.W_DEC, wDec,
                Weights.B_ENC, Nd4j.createFromArray(new float[config.dSae()]),
                Weights.B_DEC, codec.weights().get(Weights.B_DEC));
        return new Codec(with(config, encoder, true, 1.0), encoder, Weights.of(tensors));
    }

    private static Codec untied(Encoder encoder, Codec codec) {
        SaeConfig config = codec.config();
        checkArgument(
                encoder.parameters(config.dSae()).isEmpty() && !encoder.learnsThresholdByAverage(),
                "encoder '%s' has parameters to learn, which this SAE of encoder '%s' does not have",
                encoder.name(),
                config.encoder().name());
        Map<String, INDArray> tensors = new LinkedHashMap<>(codec.weights().asMap());
        tensors.keySet().retainAll(List.of(COMMON));
        return new Codec(
                with(config, encoder, config.applyBDecToInput(), config.encoderInputScale()),
                encoder,
                Weights.of(tensors));
    }

    private static SaeConfig with(SaeConfig config, Encoder encoder, boolean applyBDecToInput, double scale) {
        return new SaeConfig(
                config.dIn(),
                config.dOut(),
                config.dSae(),
                encoder.inferenceSpec(),
                applyBDecToInput,
                scale,
                config.ownTargets(),
                config.parts(),
                config.metadata());
    }

    private static INDArray unitRows(INDArray wDec) {
        try (INDArray norms = wDec.norm2(1);
                INDArray divisors = Transforms.max(norms, SMALLEST_NORM, true).castTo(DataType.FLOAT);
                INDArray deviations = divisors.sub(1)) {
            boolean unit = deviations.amaxNumber().doubleValue() <= UNIT_NORM_TOLERANCE;
            return unit ? wDec : wDec.divColumnVector(divisors);
        }
    }
}
