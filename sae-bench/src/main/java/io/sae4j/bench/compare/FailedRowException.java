package io.sae4j.bench.compare;

/** A row's process failed; the message names the row and tells what the process said. */
final class FailedRowException extends RuntimeException {
    FailedRowException(String message) {
        super(message);
    }
}
