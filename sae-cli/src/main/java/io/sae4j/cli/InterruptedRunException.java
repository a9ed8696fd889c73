package io.sae4j.cli;

/** The work was told to end and did. */
final class InterruptedRunException extends RuntimeException {
    InterruptedRunException() {
        super("interrupted");
    }
}
