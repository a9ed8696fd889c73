package io.sae4j.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.util.Map;

/**
 * Matching pursuit (Mallat and Zhang, IEEE Transactions on Signal Processing 41(12), 1993) with codes that are not negative, for
 * inference: takes the decoder row that correlates most with what is left of the row, adds the correlation to its code, subtracts
 * what it explains, and begins again. {@code W_enc} and {@code b_enc} are not used.
 *
 * <p>As in SAELens's architecture of this name, correlations are not divided by squared norms: decoder rows should have unit length.
 *
 * @param maxIterations features taken at most, repeated ones counted again, so that L0 is at most this; 0 for as many as a row has
 *     columns
 * @param residualThreshold a row is done when what is left of it is shorter, in units of raw activations, at least 0; 0 never ends it
 * @param stopOnDuplicateSupport whether a row is done when the feature that was taken fired before
 */
public record MatchingPursuitEncoder(int maxIterations, double residualThreshold, boolean stopOnDuplicateSupport)
        implements Encoder {
    public static final String NAME = "matching_pursuit";
    public static final String MAX_ITERATIONS = "maxIterations";
    public static final String RESIDUAL_THRESHOLD = "residualThreshold";
    public static final String STOP_ON_DUPLICATE_SUPPORT = "stopOnDuplicateSupport";

    public MatchingPursuitEncoder {
        checkArgument(maxIterations >= 0, "maxIterations must not be negative, got %s", maxIterations);
        checkArgument(
                residualThreshold >= 0 && Double.isFinite(residualThreshold),
                "residualThreshold must be finite and not negative, got %s",
                residualThreshold);
    }

    /** The encoder that {@code spec} describes. */
    public static MatchingPursuitEncoder fromSpec(EncoderSpec spec) {
        return new MatchingPursuitEncoder(
                spec.requireInt(MAX_ITERATIONS),
                spec.doubleOr(RESIDUAL_THRESHOLD, 0),
                spec.booleanOr(STOP_ON_DUPLICATE_SUPPORT, false));
    }

    @Override
    public EncoderSpec spec() {
        return new EncoderSpec(
                NAME,
                Map.of(
                        MAX_ITERATIONS,
                        maxIterations,
                        RESIDUAL_THRESHOLD,
                        residualThreshold,
                        STOP_ON_DUPLICATE_SUPPORT,
                        stopOnDuplicateSupport));
    }

    @Override
    public boolean encodesWithDecoder() {
        return true;
    }

    @Override
    public TrainingCodes build(EncoderGraph graph) {
        throw new UnsupportedOperationException("encoder '" + NAME + "' has no training form");
    }

    @Override
    public RowEncoder rowEncoder(SaeConfig config, Weights weights) {
        int most = maxIterations == 0 ? config.dIn() : maxIterations;
        return new MatchingPursuit(
                weights.get(Weights.W_DEC), most, residualThreshold, stopOnDuplicateSupport, MatchingPursuit.MAX_GRAM);
    }
}
