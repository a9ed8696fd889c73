package io.sae4j.cli;

import org.jspecify.annotations.Nullable;

/** The command line is wrong in a way that the parser cannot see; the message is the one line that the user gets. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        this(message, null);
    }

    UsageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
