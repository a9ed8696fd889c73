package example;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.SparseAutoencoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.model.SparseCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains with an activation and a loss term of its own. Loading must name the activation while it is not registered, and
 * work once it is.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Encoder softShrink = Encoders.of("softshrink", (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0));
        LossTerm energy = Losses.of(
                "code-energy",
                (sd, g) -> g.meanOverRows(g.codes().activations().mul(g.codes().activations())));

        INDArray acts = Nd4j.randn(1024, 16);
        Path path = Files.createTempDirectory("extension").resolve("my-sae");

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(64)
                .steps(200)
                .batchSize(256)
                .encoder(softShrink)
                .loss(Loss.of(energy, 0.01))
                .fit(acts);
        sae.save(path);

        expectRefusal(path);
        Encoders.register(softShrink);
        SparseAutoencoder again = SparseAutoencoder.load(path);

        check(
                Arrays.equals(dense(sae.encode(acts)), dense(again.encode(acts))),
                "the loaded autoencoder encodes differently");
        System.out.println("extension: trained, saved, refused, registered, loaded");
    }

    private static void expectRefusal(Path path) {
        try {
            SparseAutoencoder.load(path);
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            check(
                    message.contains("softshrink") && message.contains("Encoders.register"),
                    "the refusal names neither the encoder nor the cure: " + message);
            return;
        }
        throw new AssertionError("an unregistered encoder was loaded");
    }

    private static float[] dense(SparseCodes codes) {
        float[] all = new float[codes.rows() * codes.dSae()];
        codes.scatter(0, codes.rows(), all);
        return all;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
