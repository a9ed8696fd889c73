package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Neuron resampling (Bricken et al., "Towards Monosemanticity", 2023): every so often the features that are dead start again
 * from rows that the SAE reconstructs badly, drawn with a probability that is proportional to the square of their squared error.
 * Change {@link #DEFAULT} by the methods that return another. The paper's own is
 * {@code Resampling.every(25_000).until(100_000).direction(Direction.INPUT).encoderScale(0.2)} with {@code deadAfter} 12,500 steps.
 *
 * @param every steps between two resamplings; 0 for a tenth of the run
 * @param until no resampling after this step; 0 for six tenths of the run, or without end where its length is unknown. A feature
 *     that starts late has no time to learn
 * @param direction what a feature starts with
 * @param encoderScale norm of the new encoder columns as a multiple of the mean norm of living ones, positive. Too small:
 *     features of a selection (TopK) are never chosen and stay dead; too large: they fire on much and disturb the others
 * @param rows of the run's sample whose error is measured, positive; no more features than that start again at once
 */
public record Resampling(long every, long until, Direction direction, double encoderScale, int rows) {
    /** Five or six times in the first six tenths of the run. */
    public static final Resampling DEFAULT = new Resampling(0, 0, Direction.INPUT, 1, 8192);

    private static final double EVERY_SHARE = 0.1;
    private static final double UNTIL_SHARE = 0.6;

    /** What a feature starts with. */
    public enum Direction {
        /** The direction of what the SAE leaves over of the drawn row. */
        RESIDUAL,
        /** The direction of the drawn row itself, less the mean of the sample (the paper's, which does not centre rows). */
        INPUT
    }

    public Resampling {
        checkArgument(every >= 0, "resampling steps must be at least 0, got %s", every);
        checkArgument(until >= 0, "the last step of resampling must be at least 0, got %s", until);
        checkArgument(
                encoderScale > 0 && Double.isFinite(encoderScale),
                "encoderScale must be positive and finite, got %s",
                encoderScale);
        checkArgument(rows > 0, "rows of resampling must be positive, got %s", rows);
    }

    /** The default, every {@code steps}. */
    public static Resampling every(long steps) {
        return new Resampling(steps, DEFAULT.until, DEFAULT.direction, DEFAULT.encoderScale, DEFAULT.rows);
    }

    /** The same with another last step. */
    public Resampling until(long step) {
        return new Resampling(every, step, direction, encoderScale, rows);
    }

    /** The same with another start of features. */
    public Resampling direction(Direction start) {
        return new Resampling(every, until, start, encoderScale, rows);
    }

    /** The same with another norm of encoder columns. */
    public Resampling encoderScale(double scale) {
        return new Resampling(every, until, direction, scale, rows);
    }

    /** The same with another number of rows. */
    public Resampling rows(int count) {
        return new Resampling(every, until, direction, encoderScale, count);
    }

    /**
     * Whether features are resampled after {@code steps} steps.
     *
     * @throws IllegalStateException when the recipe does not say how often, nor the run how long it is
     */
    boolean isDue(long steps, OptionalLong totalSteps) {
        checkState(
                every > 0 || totalSteps.isPresent(),
                "the length of the run is not known: say how often features are resampled, by Resampling.every(steps)");
        long interval = every > 0 ? every : Math.max(1, Math.round(EVERY_SHARE * totalSteps.orElseThrow()));
        long last = until;
        if (until == 0) {
            last = totalSteps.isPresent() ? Math.round(UNTIL_SHARE * totalSteps.getAsLong()) : Long.MAX_VALUE;
        }
        return steps <= last && steps % interval == 0;
    }

    /** The components by name, as they are saved. */
    Map<String, Object> describe() {
        return ImmutableMap.of(
                "every", every,
                "until", until,
                "direction", direction.name(),
                "encoderScale", encoderScale,
                "rows", rows);
    }
}
