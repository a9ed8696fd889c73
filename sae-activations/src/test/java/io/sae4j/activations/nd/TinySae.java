package io.sae4j.activations.nd;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookRows;
import io.sae4j.nd.HostArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A small SAE trained on a hook's rows, for tests. */
public final class TinySae {
    private final SparseAutoencoder sae;

    private TinySae(SparseAutoencoder sae) {
        this.sae = sae;
    }

    public static TinySae trainedOn(HookRows rows) {
        return new TinySae(SparseAutoencoder.builder()
                .hiddenDim(16)
                .encoder(Encoders.topK(2))
                .steps(60)
                .batchSize(64)
                .seed(3)
                .fit(array(rows)));
    }

    /** {@code [count, width]}. */
    public static INDArray array(HookRows rows) {
        return HostArrays.create(Arrays.copyOf(rows.values(), rows.count() * rows.width()), rows.count(), rows.width());
    }

    public float[] reconstruction(HookRows rows) {
        return HostArrays.toFloats(sae.reconstruct(array(rows)));
    }

    /** Puts the reconstruction in the rows' place. */
    public Edit replace() {
        return rows -> {
            float[] reconstruction = reconstruction(rows);
            System.arraycopy(reconstruction, 0, rows.values(), 0, reconstruction.length);
        };
    }
}
