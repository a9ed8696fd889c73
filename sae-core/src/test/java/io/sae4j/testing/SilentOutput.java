package io.sae4j.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test in which anything is written to {@link System#out} or {@link System#err}, logged warnings included: a
 * library prints nothing. Registered for all tests by {@code META-INF/services}. What native code writes goes past Java
 * and is not seen.
 */
public final class SilentOutput implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SilentOutput.class);

    private record Capture(
            PrintStream realOut, PrintStream realErr, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        static Capture start() {
            Capture capture =
                    new Capture(System.out, System.err, new ByteArrayOutputStream(), new ByteArrayOutputStream());
            System.setOut(new PrintStream(capture.out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(capture.err, true, StandardCharsets.UTF_8));
            return capture;
        }

        void stop() {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Capture.class, Capture.start());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Capture capture = context.getStore(NAMESPACE).remove(Capture.class, Capture.class);
        capture.stop();
        require(capture.out, "stdout");
        require(capture.err, "stderr");
    }

    private static void require(ByteArrayOutputStream written, String stream) {
        if (written.size() > 0) {
            throw new AssertionError("the test wrote to " + stream + ": "
                    + written.toString(StandardCharsets.UTF_8).strip());
        }
    }
}
