package io.sae4j.bench.compare;

/** The command line asks for something that is not there. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }
}
