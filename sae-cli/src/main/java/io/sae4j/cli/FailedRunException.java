package io.sae4j.cli;

import org.jspecify.annotations.Nullable;

/** The run cannot go on; the message is the one line that the user gets. */
final class FailedRunException extends RuntimeException {
    FailedRunException(String message) {
        this(message, null);
    }

    FailedRunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
