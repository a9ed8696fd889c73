package io.sae4j.format.saelens;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FiniteTensors;
import io.sae4j.format.FormatException;
import io.sae4j.format.safetensors.Safetensors;
import io.sae4j.format.safetensors.SafetensorsFile;
import io.sae4j.nd.HostArrays;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** SAELens's {@code sparsity.safetensors}: {@code log10(density + 1e-10)} of every feature. */
final class SparsityFile {
    private static final String TENSOR = "sparsity";
    private static final double FLOOR = 1e-10;

    private SparsityFile() {}

    static double @Nullable [] readIfPresent(Path file, int dSae) {
        if (!Files.exists(file)) {
            return null;
        }
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            long[] shape = open.info(TENSOR).shape();
            if (!Arrays.equals(shape, new long[] {dSae})) {
                throw new FormatException(
                        file,
                        "tensor '" + TENSOR + "' has shape " + Arrays.toString(shape) + ", expected [" + dSae + "]");
            }
            try (INDArray logs = FiniteTensors.require(open.read(TENSOR), TENSOR, file)) {
                float[] values = HostArrays.toFloats(logs);
                double[] density = new double[dSae];
                Arrays.setAll(density, j -> Math.min(1, Math.max(0, Math.pow(10, values[j]) - FLOOR)));
                return density;
            }
        }
    }

    static void check(double @Nullable [] density, int dSae) {
        if (density == null) {
            return;
        }
        checkArgument(density.length == dSae, "featureDensity must have %s entries, got %s", dSae, density.length);
        for (double value : density) {
            checkArgument(value >= 0 && value <= 1, "featureDensity must lie in [0, 1], got %s", value);
        }
    }

    static void write(Path file, double[] density) {
        float[] logs = new float[density.length];
        for (int j = 0; j < logs.length; j++) {
            logs[j] = (float) Math.log10(density[j] + FLOOR);
        }
        try (INDArray tensor = HostArrays.create(logs, logs.length)) {
            Safetensors.write(file, Map.of(TENSOR, tensor));
        }
    }
}
