package io.sae4j.cli;

import java.io.PrintStream;

/**
 * What all commands share.
 *
 * @param out results only
 * @param err progress, messages, logs
 * @param terminal whether somebody watches {@code err}, so that lines may be rewritten
 * @param interruption tells when to stop
 */
record Session(PrintStream out, PrintStream err, boolean terminal, Interruption interruption) {
    /** Where to tell people about results: stdout, unless that is kept for the one JSON line. */
    PrintStream report(boolean json) {
        return json ? err : out;
    }
}
