package io.sae4j.cli;

import io.sae4j.train.TrainingProgress;
import java.io.PrintStream;
import java.util.Locale;

/** One line that is rewritten in place, narrow enough for 80 columns. */
final class ProgressBar extends ProgressReport {
    private static final long INTERVAL_NANOS = 100_000_000;
    private static final int WIDTH = 8;
    private static final String CLEAR_TO_END = "\u001b[K";

    private long lastShown = Long.MIN_VALUE;

    ProgressBar(PrintStream err) {
        super(err);
    }

    @Override
    boolean isDue(TrainingProgress progress) {
        long now = progress.elapsed().toNanos();
        if (lastShown != Long.MIN_VALUE && now - lastShown < INTERVAL_NANOS) {
            return false;
        }
        lastShown = now;
        return true;
    }

    @Override
    void show(TrainingProgress progress, PrintStream out) {
        out.print("\r" + bar(progress) + " " + ProgressText.of(progress) + CLEAR_TO_END);
        out.flush();
    }

    @Override
    void end(PrintStream out) {
        out.println();
    }

    private static String bar(TrainingProgress progress) {
        if (progress.totalSteps().isEmpty()) {
            return "step " + progress.step();
        }
        double done = (double) progress.step() / progress.totalSteps().getAsLong();
        int filled = (int) Math.min(WIDTH, Math.floor(done * WIDTH));
        return String.format(
                Locale.ROOT,
                "%3d%% %s%s",
                (int) Math.floor(100 * done),
                "#".repeat(filled),
                "-".repeat(WIDTH - filled));
    }
}
