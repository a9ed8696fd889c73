package io.sae4j.cli;

import io.sae4j.activations.harvest.HarvestProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells how a harvest goes: a line that rewrites itself where somebody watches, a line now and then otherwise. */
final class HarvestLines {
    private static final Duration WATCHED = Duration.ofMillis(100);
    private static final Duration UNWATCHED = Duration.ofSeconds(10);
    private static final String CLEAR_TO_END = "\u001b[K";

    private final PrintStream err;
    private final boolean watched;
    private Duration next = Duration.ZERO;
    private boolean open;

    HarvestLines(Session session) {
        err = session.err();
        watched = session.terminal();
    }

    void show(HarvestProgress progress) {
        if (progress.elapsed().compareTo(next) < 0) {
            return;
        }
        next = progress.elapsed().plus(watched ? WATCHED : UNWATCHED);
        String text =
                String.format(Locale.ROOT, "%,d tokens, %,.0f tokens/s", progress.tokens(), progress.tokensPerSecond());
        if (watched) {
            err.print("\r" + text + CLEAR_TO_END);
            err.flush();
            open = true;
        } else {
            err.println(text);
        }
    }

    /** Leaves the cursor on a new line. */
    void end() {
        if (open) {
            err.println();
            open = false;
        }
    }
}
