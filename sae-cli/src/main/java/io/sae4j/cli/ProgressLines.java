package io.sae4j.cli;

import io.sae4j.train.TrainingProgress;
import java.io.PrintStream;
import java.util.Locale;

/** Lines for log files: one for each tenth of the run, and more where a tenth takes long. */
final class ProgressLines extends ProgressReport {
    private static final int PARTS = 10;
    private static final long LONGEST_SILENCE_NANOS = 10_000_000_000L;

    private long lastPart;
    private long lastShown;

    ProgressLines(PrintStream err) {
        super(err);
    }

    @Override
    boolean isDue(TrainingProgress progress) {
        long now = progress.elapsed().toNanos();
        long part = progress.totalSteps().isPresent()
                ? PARTS * progress.step() / progress.totalSteps().getAsLong()
                : lastPart;
        // The first step too: it tells at once that training has begun.
        boolean due = progress.step() == 1 || part > lastPart || now - lastShown >= LONGEST_SILENCE_NANOS;
        if (due) {
            lastPart = part;
            lastShown = now;
        }
        return due;
    }

    @Override
    void show(TrainingProgress progress, PrintStream out) {
        out.println(String.format(Locale.ROOT, "%-16s %s", "step " + steps(progress), ProgressText.of(progress)));
    }

    @Override
    void end(PrintStream out) {}

    private static String steps(TrainingProgress progress) {
        return progress.totalSteps().isPresent()
                ? progress.step() + "/" + progress.totalSteps().getAsLong()
                : Long.toString(progress.step());
    }
}
