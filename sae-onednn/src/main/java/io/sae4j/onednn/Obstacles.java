package io.sae4j.onednn;

import io.sae4j.nd.Backend;
import io.sae4j.nd.JavaCpp;
import java.net.URL;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Why oneDNN cannot run here. What can be told from the classpath alone is looked at first: natives of mixed versions may
 * fail in ways that no exception tells of.
 */
final class Obstacles {
    private static final String JAR = "/org/bytedeco/dnnl/global/dnnl.class";

    private Obstacles() {}

    private static final class Found {
        static final Optional<String> OBSTACLE = look();
    }

    /** Looked for once per process. */
    static Optional<String> find() {
        return Found.OBSTACLE;
    }

    private static Optional<String> look() {
        try {
            return platform()
                    .or(Obstacles::javaCpp)
                    .or(() -> missingNatives("opencl", "jniOpenCL"))
                    .or(() -> missingNatives("dnnl", "jnidnnl"))
                    .or(Obstacles::loading);
        } catch (LinkageError | RuntimeException e) {
            return Optional.of("oneDNN does not load: " + e);
        }
    }

    /** Elsewhere oneDNN and ND4J bring different OpenMP runtimes, and threads could not be limited through ND4J's. */
    private static Optional<String> platform() {
        return JavaCpp.platform().startsWith("linux-")
                ? Optional.empty()
                : Optional.of("on " + JavaCpp.platform() + " its threads cannot be limited; it is used on Linux only");
    }

    private static Optional<String> javaCpp() {
        Optional<String> wanted = wantedJavaCpp(Obstacles.class.getResource(JAR));
        String jar = JavaCpp.jarVersion().orElse("unknown");
        String natives = JavaCpp.nativesVersion().orElse("missing");
        if (wanted.isEmpty() || (jar.equals(wanted.get()) && natives.equals(wanted.get()))) {
            return Optional.empty();
        }
        return Optional.of("it wants JavaCPP " + wanted.get() + ", but the jar on the classpath is " + jar
                + " and the natives for " + JavaCpp.platform() + " are " + natives + ". "
                + JavaCpp.remedy(wanted.get()));
    }

    /** The presets' version ends with that of the JavaCPP that they were made with. */
    private static Optional<String> wantedJavaCpp(@Nullable URL jar) {
        return JavaCpp.versionBeside(jar, JAR, "dnnl").map(version -> version.substring(version.lastIndexOf('-') + 1));
    }

    private static Optional<String> missingNatives(String artifact, String library) {
        String resource = "/org/bytedeco/" + artifact + "/" + JavaCpp.platform() + "/" + System.mapLibraryName(library);
        return Obstacles.class.getResource(resource) != null
                ? Optional.empty()
                : Optional.of("the natives of org.bytedeco:" + artifact + " for " + JavaCpp.platform()
                        + " are not on the classpath");
    }

    private static Optional<String> loading() {
        if (!Backend.isCpu()) {
            return Optional.of("ND4J's backend is not the CPU's");
        }
        // ND4J first: its OpenMP is then the one that oneDNN takes, too.
        NativeOpsHolder.getInstance();
        Loader.load(dnnl.class);
        return Optional.empty();
    }
}
