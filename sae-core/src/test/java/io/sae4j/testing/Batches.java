package io.sae4j.testing;

import io.sae4j.data.Batch;
import io.sae4j.nd.HostArrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batches for tests. */
public final class Batches {
    private Batches() {}

    public static Batch of(INDArray rows) {
        return of(HostArrays.toFloats(rows), (int) rows.size(1));
    }

    public static Batch of(float[] values, int width) {
        int rows = values.length / width;
        Batch batch = Batch.autoencoder(rows, width);
        batch.append(rows, 0);
        System.arraycopy(values, 0, batch.input(), 0, rows * width);
        return batch;
    }

    public static float[] gaussian(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            double u = Math.max(random.nextDouble(), 1e-300);
            values[i] = (float) (Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble()));
        }
        return values;
    }

    public static Batch gaussian(long seed, int rows, int width) {
        return of(gaussian(seed, rows * width), width);
    }
}
