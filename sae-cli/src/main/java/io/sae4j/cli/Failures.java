package io.sae4j.cli;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Says in one line what went wrong, and with which exit code. */
final class Failures {
    private static final String PREFIX = "sae: ";

    private Failures() {}

    /** @param debug whether the stack trace follows */
    static int report(Throwable e, Session session, boolean debug) {
        boolean interrupted = session.interruption().isRequested();
        session.err().println(PREFIX + (interrupted ? "interrupted; nothing more was written" : message(e)));
        if (debug) {
            e.printStackTrace(session.err());
        }
        if (interrupted) {
            return ExitCodes.INTERRUPTED;
        }
        return e instanceof UsageException ? ExitCodes.USAGE : ExitCodes.FAILED;
    }

    private static String message(Throwable e) {
        if (isMeantForUsers(e) && e.getMessage() != null) {
            return oneLine(e.getMessage());
        }
        if (e instanceof OutOfMemoryError) {
            return "out of memory (" + oneLine(e.getMessage()) + "); start Java with a larger heap (-Xmx) or more"
                    + " off-heap memory (-Dorg.bytedeco.javacpp.maxbytes and -Dorg.bytedeco.javacpp.maxphysicalbytes),"
                    + " or make the SAE or the batches smaller";
        }
        return "unexpected " + e.getClass().getSimpleName() + ": " + oneLine(e.getMessage()) + " (--debug shows where)";
    }

    private static boolean isMeantForUsers(Throwable e) {
        return e instanceof UsageException
                || e instanceof FailedRunException
                || e instanceof FormatException
                || e instanceof IllegalArgumentException
                || e instanceof IllegalStateException
                || e instanceof UncheckedIOException
                || e instanceof IOException;
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
