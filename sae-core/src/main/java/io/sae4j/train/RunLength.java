package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * How long a run is.
 *
 * @param unit what is counted
 * @param amount how many of them, positive
 */
public record RunLength(Unit unit, long amount) {
    /** What a run's length is counted in. */
    public enum Unit {
        /** Optimiser steps. */
        STEPS,
        /** Passes over the source. */
        EPOCHS,
        /** Rows, rounded up to whole batches. */
        SAMPLES
    }

    public RunLength {
        checkArgument(amount > 0, "%s must be positive, got %s", unit.name().toLowerCase(Locale.ROOT), amount);
    }

    /**
     * The number of steps, where it is known.
     *
     * @param sourceRows rows of one epoch, if known
     */
    public OptionalLong steps(int batchSize, OptionalLong sourceRows) {
        return switch (unit) {
            case STEPS -> OptionalLong.of(amount);
            case SAMPLES -> OptionalLong.of((amount + batchSize - 1) / batchSize);
            case EPOCHS ->
                sourceRows.isPresent()
                        ? OptionalLong.of(Math.max(1, Math.multiplyExact(amount, sourceRows.getAsLong()) / batchSize))
                        : OptionalLong.empty();
        };
    }
}
