package io.sae4j.format.sae;

import io.sae4j.format.FiniteTensors;
import io.sae4j.format.FormatException;
import io.sae4j.format.LibraryVersion;
import io.sae4j.format.TensorNames;
import io.sae4j.format.numpy.Npz;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.LoadedSae;
import io.sae4j.model.Provenance;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gemma Scope's {@code params.npz}: a JumpReLU SAE whose encoder does not subtract {@code b_dec}. Tensor names are
 * accepted in upper and lower case.
 */
final class GemmaScopeFormat {
    static final String FILE = "params.npz";
    private static final String JUMPRELU = "jumprelu";
    private static final String ORIGIN = "gemma-scope";
    private static final String SUFFIX = ".npz";
    private static final Set<String> NAMES =
            new TreeSet<>(Set.of(Weights.W_ENC, Weights.W_DEC, Weights.B_ENC, Weights.B_DEC, Weights.THRESHOLD));

    private GemmaScopeFormat() {}

    static boolean recognises(Path path) {
        return Files.isRegularFile(path.resolve(FILE))
                || (Files.isRegularFile(path) && path.toString().endsWith(SUFFIX));
    }

    static LoadedSae read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        Npz.read(file).forEach((name, tensor) -> {
            if (tensors.put(canonical(name), FiniteTensors.require(tensor, name, file)) != null) {
                throw new FormatException(file, "tensor '" + canonical(name) + "' is there twice");
            }
        });
        TensorNames.require(NAMES, tensors.keySet(), JUMPRELU, file);
        Weights weights = weights(tensors, file);
        SaeConfig config = new SaeConfig(
                weights.dIn(), weights.dOut(), weights.dSae(), EncoderSpec.of(JUMPRELU), false, 1.0, Map.of());
        return new LoadedSae(config, weights, Provenance.of(LibraryVersion.get(), ORIGIN), null);
    }

    private static Weights weights(Map<String, INDArray> tensors, Path file) {
        try {
            Weights weights = Weights.of(tensors);
            weights.requireShape(Weights.THRESHOLD, weights.dSae());
            return weights;
        } catch (IllegalArgumentException e) {
            throw new FormatException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static String canonical(String name) {
        return NAMES.stream()
                .filter(known -> known.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(name);
    }
}
