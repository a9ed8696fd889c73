package io.sae4j.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Refuses weights with NaN or infinite values, by tensor name. */
public final class FiniteTensors {
    private FiniteTensors() {}

    /** {@code tensor} itself. */
    public static INDArray require(INDArray tensor, String name, Path file) {
        long bad = firstBad(tensor);
        if (bad >= 0) {
            throw new FormatException(
                    file,
                    "tensor '" + name + "' holds a value that is not finite, at entry " + bad + " of "
                            + tensor.length());
        }
        return tensor;
    }

    /** Row-major index of the first NaN or infinite entry, or -1. */
    public static long firstBad(INDArray tensor) {
        long[] bad = {-1};
        try {
            TensorChunks.forEach(tensor, (at, values, count) -> {
                for (int i = 0; i < count && bad[0] < 0; i++) {
                    if (!Float.isFinite(values[i])) {
                        bad[0] = at + i;
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bad[0];
    }
}
