package io.sae4j.cli;

import io.sae4j.train.TrainingListener;
import io.sae4j.train.TrainingProgress;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Shows how training goes, and remembers the last state for the summary. Used by the training thread. */
abstract class ProgressReport implements TrainingListener {
    private final PrintStream err;
    private @Nullable TrainingProgress last;
    private boolean lastIsShown;

    ProgressReport(PrintStream err) {
        this.err = err;
    }

    /** One line that rewrites itself where somebody watches, single lines otherwise. */
    static ProgressReport on(Session session) {
        return session.terminal() ? new ProgressBar(session.err()) : new ProgressLines(session.err());
    }

    @Override
    public final void onStep(TrainingProgress progress) {
        last = progress;
        lastIsShown = isDue(progress);
        if (lastIsShown) {
            show(progress, err);
        }
    }

    /** Shows the last step and leaves the cursor on a new line. */
    final void finish() {
        TrainingProgress shown = last;
        if (shown != null) {
            if (!lastIsShown) {
                show(shown, err);
            }
            end(err);
        }
    }

    /** Rows trained on so far. */
    final long rows() {
        return last == null ? 0 : last.rows();
    }

    /** Seconds since the first step began. */
    final double seconds() {
        return last == null ? 0 : last.elapsed().toNanos() * 1e-9;
    }

    abstract boolean isDue(TrainingProgress progress);

    abstract void show(TrainingProgress progress, PrintStream out);

    abstract void end(PrintStream out);
}
