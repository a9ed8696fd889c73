package io.sae4j.model;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/**
 * The architecture of a trained SAE in inference form: all that is needed, beside the weights, to encode and decode
 * raw activation rows.
 *
 * <p>With {@code x} a raw row, {@code s = encoderInputScale} and {@code φ} the encoder's activation:
 * {@code f = φ(s·(x − b_dec)·W_enc + b_enc) / s} and {@code x̂ = f·W_dec + b_dec}; without
 * {@code applyBDecToInput} the {@code b_dec} inside the encoder is left out. Homogeneous encoders (ReLU, TopK,
 * JumpReLU) always have {@code s = 1}, because the scale is folded into their biases and thresholds. With a tensor
 * {@code W_skip}, {@code W_skip·x} is added to {@code x̂}.
 *
 * @param dIn width of an input row
 * @param dOut width of a reconstructed row; equal to {@code dIn} for an autoencoder
 * @param dSae number of features (latents)
 * @param encoder the encoder's name and settings
 * @param applyBDecToInput whether {@code b_dec} is subtracted before encoding
 * @param encoderInputScale the factor {@code s} above, positive and finite
 * @param ownTargets whether {@code x̂} stands for rows of another place than the input (a transcoder's)
 * @param parts of a crosscoder's rows, two or more, the same in inputs and reconstructions; empty for all others
 * @param metadata where the activations came from (SAELens's keys: {@code model_name}, {@code hook_name}, …);
 *     JSON-compatible values, carried along and never interpreted
 */
public record SaeConfig(
        int dIn,
        int dOut,
        int dSae,
        EncoderSpec encoder,
        boolean applyBDecToInput,
        double encoderInputScale,
        boolean ownTargets,
        List<RowPart> parts,
        Map<String, Object> metadata) {

    public SaeConfig {
        checkArgument(dIn > 0, "dIn must be positive, got %s", dIn);
        checkArgument(dOut > 0, "dOut must be positive, got %s", dOut);
        checkArgument(dSae > 0, "dSae must be positive, got %s", dSae);
        checkArgument(
                !applyBDecToInput || dIn == dOut,
                "applyBDecToInput needs dIn = dOut, got dIn %s and dOut %s",
                dIn,
                dOut);
        checkArgument(
                encoderInputScale > 0 && Double.isFinite(encoderInputScale),
                "encoderInputScale must be positive and finite, got %s",
                encoderInputScale);
        checkArgument(ownTargets || dIn == dOut, "an autoencoder needs dIn = dOut, got %s and %s", dIn, dOut);
        parts = ImmutableList.copyOf(parts);
        int partColumns = parts.stream().mapToInt(RowPart::width).sum();
        checkArgument(
                parts.isEmpty() || (parts.size() > 1 && partColumns == dIn && !ownTargets),
                "the parts of a crosscoder must be two or more and fill its rows of width %s, got %s",
                dIn,
                parts);
        metadata = ImmutableMap.copyOf(metadata);
    }

    /** An autoencoder's where both widths are equal, else a transcoder's. */
    public SaeConfig(
            int dIn,
            int dOut,
            int dSae,
            EncoderSpec encoder,
            boolean applyBDecToInput,
            double encoderInputScale,
            Map<String, Object> metadata) {
        this(dIn, dOut, dSae, encoder, applyBDecToInput, encoderInputScale, dIn != dOut, List.of(), metadata);
    }

    /** An autoencoder's configuration without input scale or metadata. */
    public static SaeConfig autoencoder(int width, int dSae, EncoderSpec encoder) {
        return new SaeConfig(width, width, dSae, encoder, true, 1.0, Map.of());
    }

    public SaeConfig withMetadata(Map<String, Object> newMetadata) {
        return new SaeConfig(
                dIn, dOut, dSae, encoder, applyBDecToInput, encoderInputScale, ownTargets, parts, newMetadata);
    }
}
