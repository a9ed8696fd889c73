package io.sae4j.nd;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The versions of JavaCPP, through which ND4J and its companions reach native code. Its jar and its natives are artifacts
 * of their own, and Maven settles the version of each by itself. Nothing here loads natives, nor JavaCPP's loader, which does.
 */
public final class JavaCpp {
    private static final String JAR = "/org/bytedeco/javacpp/Loader.class";
    private static final String NATIVES =
            "/org/bytedeco/javacpp/" + platform() + "/" + System.mapLibraryName("jnijavacpp");

    private static final String LOGGER = "org.bytedeco.javacpp.logger";

    private JavaCpp() {}

    /** Lets JavaCPP log through SLF4J rather than print, unless the user decided; to be called before it loads. */
    static void logThroughSlf4j() {
        if (System.getProperty(LOGGER) == null) {
            System.setProperty(LOGGER, "slf4j");
        }
    }

    /** This machine's platform in JavaCPP's words, for example {@code linux-x86_64}. */
    public static String platform() {
        return Loader.Detector.getPlatform();
    }

    /** The version of the jar; empty when it does not tell. */
    public static Optional<String> jarVersion() {
        return versionBeside(Loader.Detector.class.getResource(JAR), JAR, "javacpp");
    }

    /** The version of this platform's natives; empty when there are none, or they do not tell. */
    public static Optional<String> nativesVersion() {
        return versionBeside(Loader.Detector.class.getResource(NATIVES), NATIVES, "javacpp");
    }

    /**
     * The version of the artifact of {@code org.bytedeco} that was found in the same jar as {@code resource} at
     * {@code url}; empty when it does not tell.
     */
    public static Optional<String> versionBeside(@Nullable URL url, String resource, String artifact) {
        if (url == null) {
            return Optional.empty();
        }
        String jar = url.toString().substring(0, url.toString().length() - resource.length());
        Properties properties = new Properties();
        try (InputStream in = URI.create(jar + "/META-INF/maven/org.bytedeco/" + artifact + "/pom.properties")
                .toURL()
                .openStream()) {
            properties.load(in);
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(properties.getProperty("version"));
    }

    /** What is wrong, and how to settle it, when the jar and the natives of this platform are of different versions. */
    public static Optional<String> mismatch() {
        return mismatch(jarVersion(), nativesVersion());
    }

    static Optional<String> mismatch(Optional<String> jar, Optional<String> natives) {
        if (jar.isEmpty() || natives.isEmpty() || jar.equals(natives)) {
            return Optional.empty();
        }
        return Optional.of("JavaCPP's jar is version " + jar.get() + " and its natives for " + platform() + " are "
                + natives.get() + ", where both must be the same. " + remedy(jar.get()));
    }

    /** Tells how a POM settles the version of the jar and of this platform's natives. */
    public static String remedy(String version) {
        return "Add to your POM, where it settles both for all that is brought along:"
                + dependency("javacpp", version, Optional.empty())
                + dependency("javacpp", version, Optional.of(platform()));
    }

    /** The lines of a POM that bring an artifact of {@code org.bytedeco}, begun by a line break. */
    public static String dependency(String artifact, String version, Optional<String> classifier) {
        return """

                  <dependency>
                    <groupId>org.bytedeco</groupId>
                    <artifactId>%s</artifactId>
                    <version>%s</version>%s
                  </dependency>""".formatted(
                        artifact,
                        version,
                        classifier
                                .map(name -> "\n    <classifier>" + name + "</classifier>")
                                .orElse(""));
    }
}
