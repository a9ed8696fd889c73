package io.sae4j.activations.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without ONNX Runtime on the classpath there is one clear message. */
class MissingRuntimeTest {
    private static URLClassLoader withoutRuntime() {
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("onnxruntime"))
                .map(MissingRuntimeTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"OnnxLanguageModel,open", "OnnxTail,open", "OnnxModelFile,hooks"})
    void namesWhatToAdd(String name, String method) throws Exception {
        try (URLClassLoader loader = withoutRuntime()) {
            Class<?> type = loader.loadClass("io.sae4j.activations.onnx." + name);
            assertThat(type).isNotEqualTo(OnnxLanguageModel.class);
            assertThatThrownBy(() -> type.getMethod(method, Path.class).invoke(null, Path.of("any.onnx")))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("com.microsoft.onnxruntime")
                    .hasMessageContaining("<artifactId>onnxruntime</artifactId>");
        }
    }

    /** The message tells the version that the tests run with. */
    @Test
    void namesTheVersionThatIsTested() throws IOException {
        String version = OrtLibrary.environment().getVersion();
        assertThat(OrtLibrary.MISSING).contains("<version>" + version + "</version>");
    }
}
