package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalLong;

/** Counts for each feature the rows since it last fired. Dead is what has not fired for a window of rows. */
final class DeadFeatures {
    private static final long LARGEST_WINDOW = 10_000_000;
    private static final int SHARE_OF_RUN = 20;

    private final long window;
    private final long[] rowsSinceFired;

    /** @param window rows after which a silent feature counts as dead, positive */
    DeadFeatures(int dSae, long window) {
        checkArgument(window > 0, "dead-feature window must be positive, got %s", window);
        this.window = window;
        this.rowsSinceFired = new long[dSae];
    }

    /** With the window that the recipe names, or else that of a run of {@code totalSteps}. */
    static DeadFeatures during(TrainingConfig config, OptionalLong totalSteps) {
        long byLength = windowFor(totalSteps.orElse(0) * config.rowsPerStep());
        return new DeadFeatures(config.dSae(), config.deadAfter().orElse(byLength));
    }

    /** {@code min(10 M, samples/20)} rows; the former where the length of the run is unknown (0). */
    static long windowFor(long samples) {
        return samples == 0 ? LARGEST_WINDOW : Math.max(1, Math.min(LARGEST_WINDOW, samples / SHARE_OF_RUN));
    }

    /** @param firings rows of the batch on which each feature fired */
    void update(float[] firings, int rows) {
        for (int j = 0; j < rowsSinceFired.length; j++) {
            rowsSinceFired[j] = firings[j] > 0 ? 0 : rowsSinceFired[j] + rows;
        }
    }

    /** Counts from 0 again for features that started again. */
    void forget(int[] features) {
        for (int feature : features) {
            rowsSinceFired[feature] = 0;
        }
    }

    boolean[] dead() {
        boolean[] dead = new boolean[rowsSinceFired.length];
        for (int j = 0; j < dead.length; j++) {
            dead[j] = rowsSinceFired[j] >= window;
        }
        return dead;
    }
}
