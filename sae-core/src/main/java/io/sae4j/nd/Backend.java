package io.sae4j.nd;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/** Turns a missing ND4J backend, or one that cannot load, into one clear message. */
public final class Backend {
    private static final String MISSING = """
            No ND4J backend is on the classpath. Add one beside io.sae4j:sae-core, for example for the CPU:
              <dependency>
                <groupId>org.nd4j</groupId>
                <artifactId>nd4j-native</artifactId>
                <version>1.0.0-M2.1</version>
              </dependency>
            or org.nd4j:nd4j-cuda-11.6 for a GPU.""";

    static {
        JavaCpp.logThroughSlf4j();
    }

    private Backend() {}

    /**
     * Loads ND4J's backend.
     *
     * @throws IllegalStateException with the POM lines to add, when there is none, or JavaCPP's versions do not match
     */
    public static void require() {
        try {
            Nd4j.getExecutioner();
        } catch (LinkageError e) {
            Optional<String> mismatch = JavaCpp.mismatch();
            if (mismatch.isPresent()) {
                throw new IllegalStateException(mismatch.get(), e);
            }
            if (e instanceof ExceptionInInitializerError || e instanceof NoClassDefFoundError) {
                throw new IllegalStateException(MISSING, e);
            }
            throw e;
        }
    }

    /** Whether the backend computes on the CPU. */
    public static boolean isCpu() {
        require();
        return !"CUDA"
                .equalsIgnoreCase(
                        Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend"));
    }
}
