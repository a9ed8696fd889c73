package io.sae4j.activations.columns;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingLibraryTest {
    @ParameterizedTest
    @CsvSource({"ZSTD, Zstandard, com.github.luben:zstd-jni", "SNAPPY, Snappy, org.xerial.snappy:snappy-java"})
    void namesWhatToAdd(String codec, String label, String coordinates) throws Exception {
        Class<?> type = new WithoutLibraries().loadClass(Codec.class.getName());
        Object constant = type.getField(codec).get(null);
        Method unpack = type.getMethod("unpack", ByteBuffer.class, long.class, Path.class);

        assertThatThrownBy(() -> unpack.invoke(constant, ByteBuffer.allocate(9), 5L, Path.of("acts.parquet")))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("acts.parquet is compressed by " + label + "; add " + coordinates
                        + " to the class path to read it");
    }

    /** Defines this package's classes anew, and knows none of the libraries. */
    private static final class WithoutLibraries extends ClassLoader {
        WithoutLibraries() {
            super(MissingLibraryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.github.luben.") || name.startsWith("org.xerial.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(Codec.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = stream.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
