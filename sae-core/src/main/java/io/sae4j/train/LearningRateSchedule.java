package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalLong;

/**
 * Linear warm-up, a plateau, and linear decay.
 *
 * @param warmUpSteps steps over which the rate rises linearly to its full value; at most a tenth of the run is used
 * @param decayFrom share of the run, in [0, 1], after which the rate falls linearly; 1 for no decay
 * @param endFactor share of the rate that is left at the end, in [0, 1]
 */
public record LearningRateSchedule(long warmUpSteps, double decayFrom, double endFactor) {
    private static final int WARM_UP_SHARE = 10;

    public LearningRateSchedule {
        checkArgument(warmUpSteps >= 0, "warmUpSteps must be at least 0, got %s", warmUpSteps);
        checkArgument(decayFrom >= 0 && decayFrom <= 1, "decayFrom must be in [0, 1], got %s", decayFrom);
        checkArgument(endFactor >= 0 && endFactor <= 1, "endFactor must be in [0, 1], got %s", endFactor);
    }

    /** The full rate from the first step to the last. */
    public static LearningRateSchedule constant() {
        return new LearningRateSchedule(0, 1, 1);
    }

    /** Warm-up, then linear decay to 0 from {@code decayFrom} of the run on. */
    public static LearningRateSchedule linearDecay(long warmUpSteps, double decayFrom) {
        return new LearningRateSchedule(warmUpSteps, decayFrom, 0);
    }

    /**
     * The share of the full rate at {@code step}, counted from 0, in (0, 1].
     *
     * @param totalSteps length of the run; where it is unknown there is no decay
     */
    public double factor(long step, OptionalLong totalSteps) {
        long warmUp =
                totalSteps.isPresent() ? Math.min(warmUpSteps, totalSteps.getAsLong() / WARM_UP_SHARE) : warmUpSteps;
        double rising = step < warmUp ? (step + 1.0) / warmUp : 1.0;
        if (totalSteps.isEmpty() || decayFrom >= 1) {
            return rising;
        }
        double total = totalSteps.getAsLong();
        double decayStart = decayFrom * total;
        double left = step <= decayStart ? 1.0 : Math.max(0, (total - step) / (total - decayStart));
        return rising * (endFactor + (1 - endFactor) * left);
    }
}
