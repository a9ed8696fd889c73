package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * Where the weights start; {@code b_dec} has an option of its own, {@link DecoderBiasInit}. Change {@link #DEFAULT} by the
 * methods that return another start: {@code Start.DEFAULT.decoderNorm(0.1)}.
 *
 * @param rows how decoder rows are drawn
 * @param smallestNorm least norm of a decoder row, positive; of rows {@linkplain DecoderRows#UNIFORM_ENTRIES as drawn} a factor
 * @param largestNorm greatest norm; norms are uniform between the two. Norms other than 1 only last with
 *     {@code unitNormDecoder} false, and are refused with it. Large ones let few features explain everything at first; with small ones all learn slowly at
 *     first and together
 * @param encoder where {@code W_enc} starts
 * @param initialL0 number of features that fire on a row at the start, on average: each feature's bias is set so that it fires on the same
 *     share of the run's sample, at most half of it; 0 for biases of 0. Too low: most features get no gradient at first and may die; too high: codes are
 *     dense until a penalty has thinned them
 * @param silentShare share of features, in [0, 1), whose biases start so low that they never fire: for experiments on what
 *     revives dead features
 */
public record Start(
        DecoderRows rows,
        double smallestNorm,
        double largestNorm,
        EncoderStart encoder,
        double initialL0,
        double silentShare) {
    /** Random unit directions, {@code W_enc = W_decᵀ}, biases 0. */
    public static final Start DEFAULT = new Start(DecoderRows.GAUSSIAN, 1, 1, EncoderStart.TIED, 0, 0);

    /** How decoder rows are drawn. */
    public enum DecoderRows {
        /** Directions uniform on the sphere. */
        GAUSSIAN,
        /** Directions of rows with uniform entries: the Kaiming-uniform start of SAELens, scaled to the norm. */
        UNIFORM,
        /** Entries uniform in {@code ±1/√dOut}, norms as drawn, which is near {@code 1/√3} (Anthropic, January 2025). */
        UNIFORM_ENTRIES
    }

    /** Where {@code W_enc} starts. */
    public enum EncoderStart {
        /** {@code W_decᵀ}; for a transcoder, whose two sides have nothing in common, {@link #INDEPENDENT}. */
        TIED,
        /** {@code W_decᵀ·dIn/dSae} (Anthropic, January 2025); for a transcoder {@link #INDEPENDENT} with that factor. */
        TIED_BY_WIDTHS,
        /** Drawn as the decoder's rows are, but apart from them. */
        INDEPENDENT
    }

    public Start {
        checkArgument(
                smallestNorm > 0 && largestNorm >= smallestNorm && Double.isFinite(largestNorm),
                "decoder norms must be positive and finite, the smallest first, got %s and %s",
                smallestNorm,
                largestNorm);
        checkArgument(
                initialL0 >= 0 && Double.isFinite(initialL0),
                "initialL0 must be at least 0 and finite, got %s",
                initialL0);
        checkArgument(silentShare >= 0 && silentShare < 1, "silentShare must be in [0, 1), got %s", silentShare);
    }

    /** The same with decoder rows drawn in another way. */
    public Start rows(DecoderRows drawn) {
        return new Start(drawn, smallestNorm, largestNorm, encoder, initialL0, silentShare);
    }

    /** The same with decoder rows of this norm: 0.1 in SAELens and dictionary_learning's {@code StandardTrainerAprilUpdate}. */
    public Start decoderNorm(double norm) {
        return decoderNorms(norm, norm);
    }

    /** The same with norms of decoder rows uniform between two values: 0.05 and 1 at Anthropic, April 2024. */
    public Start decoderNorms(double smallest, double largest) {
        return new Start(rows, smallest, largest, encoder, initialL0, silentShare);
    }

    /** The same with another start of {@code W_enc}. */
    public Start encoder(EncoderStart start) {
        return new Start(rows, smallestNorm, largestNorm, start, initialL0, silentShare);
    }

    /** The same with biases such that so many features fire on a row: 10,000 at Anthropic, January 2025. */
    public Start initialL0(double codes) {
        return new Start(rows, smallestNorm, largestNorm, encoder, codes, silentShare);
    }

    /** The same with a share of features that start dead. */
    public Start silentShare(double share) {
        return new Start(rows, smallestNorm, largestNorm, encoder, initialL0, share);
    }

    /** The components by name, as they are saved. */
    Map<String, Object> describe() {
        return ImmutableMap.of(
                "rows", rows.name(),
                "smallestNorm", smallestNorm,
                "largestNorm", largestNorm,
                "encoder", encoder.name(),
                "initialL0", initialL0,
                "silentShare", silentShare);
    }

    /** Whether all decoder rows start at unit length. */
    boolean hasUnitRows() {
        return rows != DecoderRows.UNIFORM_ENTRIES && smallestNorm == 1 && largestNorm == 1;
    }
}
