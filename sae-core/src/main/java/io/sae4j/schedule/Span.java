package io.sae4j.schedule;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A stretch of a training run: a number of steps, a share of the run, or the shorter of both.
 *
 * @param steps optimiser steps, at least 0; absent where only the share counts
 * @param share of the run, in [0, 1]; absent where only the steps count, whatever the run's length
 */
public record Span(OptionalLong steps, OptionalDouble share) {
    /** No step at all. */
    public static final Span NONE = steps(0);

    /** A share of a run of unknown length is taken of so many steps, those of a run of default length. */
    public static final long ASSUMED_STEPS = 6_000;

    public Span {
        checkArgument(steps.isPresent() || share.isPresent(), "a span needs steps or a share of the run");
        checkArgument(steps.orElse(0) >= 0, "steps of a span must be at least 0, got %s", steps.orElse(0));
        double part = share.orElse(0);
        checkArgument(part >= 0 && part <= 1, "share of a run must be in [0, 1], got %s", part);
    }

    /** Exactly so many steps, be the run shorter or not. */
    public static Span steps(long steps) {
        return new Span(OptionalLong.of(steps), OptionalDouble.empty());
    }

    /** A share of the run, in [0, 1]. */
    public static Span share(double share) {
        return new Span(OptionalLong.empty(), OptionalDouble.of(share));
    }

    /** This one, but no more than {@code share} of the run. */
    public Span atMost(double share) {
        return new Span(steps, OptionalDouble.of(share));
    }

    /**
     * The length in steps, at least 0; not whole where a share is not.
     *
     * @param totalSteps length of the run; where it is unknown, a share counts only where there are no steps, and then as
     *     that of a run of {@link #ASSUMED_STEPS}
     */
    public double length(OptionalLong totalSteps) {
        double part = share.orElse(1) * totalSteps.orElse(ASSUMED_STEPS);
        if (steps.isEmpty()) {
            return part;
        }
        double exact = (double) steps.getAsLong();
        return share.isEmpty() || totalSteps.isEmpty() ? exact : Math.min(exact, part);
    }
}
