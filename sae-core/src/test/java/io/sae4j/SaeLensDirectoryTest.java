package io.sae4j;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.testing.Golden;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The directories that SAELens 6.18 wrote give the activations that it computed. */
class SaeLensDirectoryTest {
    private static final double TOLERANCE = 1e-5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"topk, train", "topk, infer", "jumprelu_step, train", "jumprelu_step, infer"})
    void aLoadedOneGivesTheGoldenActivations(String name, String form) {
        Golden golden = Golden.of(name);
        INDArray x = golden.array("x");
        SparseAutoencoder sae = SparseAutoencoder.load(golden(name, form));

        assertClose("inference codes", sae.encodeDense(x), golden.inference("feature_acts"), TOLERANCE);
        assertClose("inference rows", sae.reconstruct(x), golden.inference("sae_out"), TOLERANCE);
        assertClose("training codes", sae.encodeDense(x), golden.array("feature_acts"), TOLERANCE);
        assertClose("training rows", sae.reconstruct(x), golden.array("sae_out"), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topk", "jumprelu_step"})
    void savingItAgainChangesNothing(String name) throws IOException {
        Path source = golden(name, "infer");
        Path saved = directory.resolve("saved");
        SparseAutoencoder.load(source).save(saved);

        assertThat(saved.resolve("sae_weights.safetensors"))
                .hasSameBinaryContentAs(source.resolve("sae_weights.safetensors"));
        ObjectNode before = config(source);
        ObjectNode after = config(saved);
        assertThat(after.remove("metadata")).isNotNull();
        before.remove("metadata");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void itTellsWhereItCameFrom() {
        assertThat(SparseAutoencoder.load(golden("topk", "infer")).provenance().origin())
                .isEqualTo("saelens");
    }

    private static ObjectNode config(Path path) throws IOException {
        return (ObjectNode) JSON.readTree(Files.readAllBytes(path.resolve("cfg.json")));
    }

    private static Path golden(String name, String form) {
        try {
            return Path.of(SaeLensDirectoryTest.class
                    .getResource("/golden/saelens_dirs/" + name + "/" + form)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
