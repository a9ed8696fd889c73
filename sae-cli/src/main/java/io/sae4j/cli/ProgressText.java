package io.sae4j.cli;

import io.sae4j.train.TrainingProgress;
import java.util.Locale;

/** The numbers of a progress line. */
final class ProgressText {
    private static final int STEPS_TO_TELL = 10;

    private ProgressText() {}

    /** At most 65 characters, unless the loss or the time left are out of all bounds. */
    static String of(TrainingProgress progress) {
        return String.format(
                Locale.ROOT,
                "loss %.3g FVU %.3f L0 %s dead %.1f%% %s rows/s%s",
                progress.loss(),
                progress.fvu(),
                l0(progress.l0()),
                100 * progress.deadFraction(),
                rate(progress.rowsPerSecond()),
                timeLeft(progress));
    }

    private static String l0(double l0) {
        return String.format(Locale.ROOT, l0 < 1000 ? "%.1f" : "%.0f", l0);
    }

    private static String rate(double rowsPerSecond) {
        return rowsPerSecond >= 10_000
                ? String.format(Locale.ROOT, "%.0fk", rowsPerSecond / 1000)
                : String.format(Locale.ROOT, "%.0f", rowsPerSecond);
    }

    private static String timeLeft(TrainingProgress progress) {
        // The first steps are slow: code is compiled, memory is touched for the first time.
        if (progress.totalSteps().isEmpty() || progress.step() < STEPS_TO_TELL) {
            return "";
        }
        long stepsLeft = progress.totalSteps().getAsLong() - progress.step();
        double secondsPerStep = progress.elapsed().toNanos() * 1e-9 / progress.step();
        long seconds = Math.round(stepsLeft * secondsPerStep);
        String clock = seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        return " " + clock + " left";
    }
}
