package io.sae4j.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** This library's version, from the properties that Maven puts into the jar. */
public final class LibraryVersion {
    private static final String RESOURCE = "/META-INF/maven/io.sae4j/sae-core/pom.properties";
    /** Answer when run from class files rather than a jar. */
    private static final String UNKNOWN = "development";

    private LibraryVersion() {}

    /** The version, or {@code development} when run from class files. */
    public static String get() {
        try (InputStream stream = LibraryVersion.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                return UNKNOWN;
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version", UNKNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
