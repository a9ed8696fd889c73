package io.sae4j.onednn;

import io.sae4j.nd.Backend;
import io.sae4j.nd.JavaCpp;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Why oneDNN cannot run here. What the classpath alone can tell is looked at first: natives of mixed versions may fail in
 * ways that no exception tells of.
 */
final class Obstacles {
    private Obstacles() {}

    /** JavaCPP's bindings of a native library. */
    private record Binding(String artifact, String witness, String library) {
        static final Binding DNNL = new Binding("dnnl", "/org/bytedeco/dnnl/global/dnnl.class", "jnidnnl");
        /** Not used, but oneDNN's binding does not load without it. */
        static final Binding OPENCL = new Binding("opencl", "/org/bytedeco/opencl/global/OpenCL.class", "jniOpenCL");

        Optional<String> version() {
            return JavaCpp.versionBeside(Binding.class.getResource(witness), witness, artifact);
        }

        boolean lacksJar() {
            return Binding.class.getResource(witness) == null;
        }

        boolean lacksNatives() {
            String resource =
                    "/org/bytedeco/" + artifact + "/" + JavaCpp.platform() + "/" + System.mapLibraryName(library);
            return Binding.class.getResource(resource) == null;
        }
    }

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
                    .or(Obstacles::missingJars)
                    .or(() -> javaCpp(Binding.DNNL.version(), JavaCpp.jarVersion(), JavaCpp.nativesVersion()))
                    .or(Obstacles::missingNatives)
                    .or(Obstacles::loading);
        } catch (LinkageError | RuntimeException e) {
            return Optional.of("oneDNN does not load: " + e);
        }
    }

    /** Elsewhere oneDNN and ND4J bring different OpenMP runtimes, and threads could not be limited through ND4J's. */
    private static Optional<String> platform() {
        return JavaCpp.platform().startsWith("linux-")
                ? Optional.empty()
                : Optional.of("it is used on Linux only, not on " + JavaCpp.platform()
                        + ", where its threads cannot be limited");
    }

    private static Optional<String> missingJars() {
        return bindings()
                .filter(Binding::lacksJar)
                .findFirst()
                .map(binding -> "org.bytedeco:" + binding.artifact + " is not on the classpath");
    }

    /**
     * Checks JavaCPP's versions against the one that the presets were made with, with which their own version ends.
     *
     * @param presets for example {@code 3.11-1.5.13}
     */
    static Optional<String> javaCpp(Optional<String> presets, Optional<String> jar, Optional<String> natives) {
        if (presets.isEmpty()) {
            return Optional.empty();
        }
        String wanted = presets.get().substring(presets.get().lastIndexOf('-') + 1);
        if (jar.equals(Optional.of(wanted)) && natives.equals(jar)) {
            return Optional.empty();
        }
        return Optional.of("it wants JavaCPP " + wanted + ", but the jar on the classpath is "
                + jar.orElse("of an unknown version") + " and the natives for " + JavaCpp.platform() + " are "
                + natives.orElse("missing") + ". " + JavaCpp.remedy(wanted));
    }

    /** Only Maven chooses natives by profile; other build tools are told them by hand. */
    private static Optional<String> missingNatives() {
        List<Binding> missing = bindings().filter(Binding::lacksNatives).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String names = missing.stream()
                .map(binding -> "org.bytedeco:" + binding.artifact)
                .collect(Collectors.joining(" and "));
        String dependencies = missing.stream()
                .map(binding -> JavaCpp.dependency(
                        binding.artifact, binding.version().orElse("…"), Optional.of(JavaCpp.platform())))
                .collect(Collectors.joining());
        return Optional.of("the natives of " + names + " for " + JavaCpp.platform()
                + " are not on the classpath. Add to your build:" + dependencies);
    }

    private static Stream<Binding> bindings() {
        return Stream.of(Binding.DNNL, Binding.OPENCL);
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
