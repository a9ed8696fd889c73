package io.sae4j.encoder;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What an encoder's training form produces; all variables are {@code [rows, dSae]} unless said otherwise.
 *
 * @param activations the codes
 * @param scores what a selection ranks features by, before any rectification; AuxK chooses among dead features by it
 * @param scaledByDecoderNorms whether activations and scores are multiplied by the norms of the decoder rows, so that
 *     decoding divides by them
 * @param gate 1 where a feature fires, with a straight-through gradient to its threshold; null for encoders without
 *     learned thresholds
 * @param threshold the effective thresholds {@code [dSae]}; null for encoders without
 * @param penalised what penalties on sizes act on: the activations, but for encoders that decide elsewhere whether a feature
 *     fires
 */
public record TrainingCodes(
        SDVariable activations,
        SDVariable scores,
        boolean scaledByDecoderNorms,
        @Nullable SDVariable gate,
        @Nullable SDVariable threshold,
        SDVariable penalised) {

    /** Codes whose penalties act on the activations. */
    public TrainingCodes(
            SDVariable activations,
            SDVariable scores,
            boolean scaledByDecoderNorms,
            @Nullable SDVariable gate,
            @Nullable SDVariable threshold) {
        this(activations, scores, scaledByDecoderNorms, gate, threshold, activations);
    }

    /** Codes that are decoded as they are, without thresholds. */
    public static TrainingCodes plain(SDVariable activations, SDVariable scores) {
        return new TrainingCodes(activations, scores, false, null, null);
    }

    /** The same codes with penalties that act on {@code values}, at least 0. */
    public TrainingCodes withPenalised(SDVariable values) {
        return new TrainingCodes(activations, scores, scaledByDecoderNorms, gate, threshold, values);
    }
}
