package example;

import io.sae4j.SparseAutoencoder;
import io.sae4j.model.SparseCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains, saves and loads; fails unless the loaded autoencoder encodes as the trained one does. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        INDArray acts = Nd4j.randn(1024, 16);
        Path path = Files.createTempDirectory("minimal").resolve("my-sae");

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(64)
                .steps(200)
                .batchSize(256)
                .fit(acts);
        sae.save(path);
        SparseAutoencoder again = SparseAutoencoder.load(path);

        if (!Arrays.equals(dense(sae.encode(acts)), dense(again.encode(acts)))) {
            throw new AssertionError("the loaded autoencoder encodes differently");
        }
        System.out.println("minimal: trained, saved, loaded");
    }

    private static float[] dense(SparseCodes codes) {
        float[] all = new float[codes.rows() * codes.dSae()];
        codes.scatter(0, codes.rows(), all);
        return all;
    }
}
