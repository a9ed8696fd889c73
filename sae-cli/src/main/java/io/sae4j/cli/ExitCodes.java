package io.sae4j.cli;

/** What the process tells its caller. */
final class ExitCodes {
    static final int OK = 0;
    /** The run failed: a file cannot be used, an output cannot be written, memory is short. */
    static final int FAILED = 1;
    /** The command line itself is wrong. */
    static final int USAGE = 2;
    /** Told to stop; a process that ends by a signal gets its code from the JVM (130, 143). */
    static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
