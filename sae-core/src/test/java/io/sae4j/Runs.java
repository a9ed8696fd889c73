package io.sae4j;

import io.sae4j.model.SparseCodes;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Short training runs on little data. */
final class Runs {
    static final int WIDTH = 6;
    static final int FEATURES = 12;
    static final int ROWS = 48;
    static final int BATCH = 16;
    static final int STEPS = 6;

    private Runs() {}

    static INDArray acts() {
        return acts(WIDTH);
    }

    /** Not centred, and far from mean norm √d. */
    static INDArray acts(int width) {
        return HostArrays.create(Batches.gaussian(3, ROWS * width), ROWS, width)
                .muli(4)
                .addi(1);
    }

    static float[][] rows() {
        return acts().toFloatMatrix();
    }

    static SparseAutoencoderBuilder quick() {
        return SparseAutoencoder.builder().hiddenDim(FEATURES).steps(STEPS).batchSize(BATCH);
    }

    static float[] dense(SparseCodes codes) {
        float[] all = new float[codes.rows() * codes.dSae()];
        codes.scatter(0, codes.rows(), all);
        return all;
    }

    /** All common weights, one after the other. */
    static float[] bits(SparseAutoencoder sae) {
        List<float[]> parts = List.of("W_enc", "b_enc", "W_dec", "b_dec").stream()
                .map(name -> HostArrays.toFloats(sae.weights(name)))
                .toList();
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
