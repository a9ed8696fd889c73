package io.sae4j.format.saelens;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FiniteTensors;
import io.sae4j.format.FormatException;
import io.sae4j.format.TensorNames;
import io.sae4j.format.safetensors.SafetensorsFile;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The tensors of a file, which must be exactly those of its architecture, and what they are in {@link Weights}. */
final class SaeLensTensors {
    /** Written by old SAELens versions; all ones unless the SAE was fine-tuned. */
    private static final String LEGACY_SCALE = "scaling_factor";

    private SaeLensTensors() {}

    /** Fresh tensors of the model by name. */
    static Map<String, INDArray> read(SaeLensConfig config, @Nullable Sae4jFile ours, Path file) {
        Map<String, FileTensor> known = new TreeMap<>();
        config.name().tensors().forEach(tensor -> known.put(tensor.name(), tensor));
        Set<String> wanted = new TreeSet<>(known.keySet());
        if (ours != null && config.name().architecture().use() == Architecture.Use.CUSTOM) {
            wanted.addAll(ours.extraTensors());
        }
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            Set<String> there = new TreeSet<>(open.names());
            if (there.contains(LEGACY_SCALE) && !wanted.contains(LEGACY_SCALE)) {
                there.remove(LEGACY_SCALE);
                requireOnes(open.read(LEGACY_SCALE), file);
            }
            TensorNames.require(wanted, there, config.name().text(), file);
            for (String name : wanted) {
                FileTensor tensor = known.get(name);
                if (tensor != null) {
                    long[] shape = tensor.shape(config.dIn(), config.dSae(), config.dOut());
                    requireShape(shape, open.info(name).shape(), name, file);
                }
                String model = tensor == null ? name : tensor.model();
                tensors.put(model, FiniteTensors.require(open.read(name), name, file));
            }
        }
        complete(tensors, config);
        return tensors;
    }

    /** Makes the tensors that inference needs of those that a file has instead. */
    private static void complete(Map<String, INDArray> tensors, SaeLensConfig config) {
        INDArray averaged = tensors.remove(Architectures.AVERAGED_THRESHOLD);
        if (averaged != null) {
            tensors.put(Weights.THRESHOLD, forEveryFeature(averaged, config.dSae()));
        }
        if (!config.name().architecture().encodesByItself()) {
            INDArray wDec = tensors.get(Weights.W_DEC);
            if (wDec != null) {
                tensors.put(Weights.W_ENC, wDec.transpose());
            }
            tensors.put(Weights.B_ENC, zeros(config.dSae()));
            if (!config.applyBDecToInput()) {
                tensors.put(Weights.B_DEC, zeros(config.dOut()));
            }
        }
    }

    private static INDArray zeros(int width) {
        return HostArrays.create(new float[width], width);
    }

    private static INDArray forEveryFeature(INDArray scalar, int dSae) {
        float[] values = new float[dSae];
        Arrays.fill(values, scalar.getFloat(0));
        scalar.close();
        return HostArrays.create(values, dSae);
    }

    /**
     * The tensors of an SAE by their names in the file, those that the architecture does not know included.
     *
     * @throws IllegalArgumentException when one is missing or has another shape
     */
    static Map<String, INDArray> inFile(ArchitectureName name, Weights weights) {
        Map<String, INDArray> rest = new TreeMap<>(weights.asMap());
        if (!name.architecture().encodesByItself()) {
            rest.remove(Weights.W_ENC);
            rest.remove(Weights.B_ENC);
        }
        Map<String, INDArray> tensors = new TreeMap<>();
        name.tensors().forEach(tensor -> {
            weights.requireShape(tensor.model(), tensor.shape(weights.dIn(), weights.dSae(), weights.dOut()));
            rest.remove(tensor.model());
            tensors.put(tensor.name(), weights.get(tensor.model()));
        });
        tensors.putAll(rest);
        return tensors;
    }

    /** Names of tensors that the architecture does not know, which only a custom encoder may have. */
    static List<String> extras(ArchitectureName name, Map<String, INDArray> inFile) {
        Set<String> extras = new TreeSet<>(inFile.keySet());
        name.tensors().map(FileTensor::name).forEach(extras::remove);
        checkArgument(
                extras.isEmpty() || name.architecture().use() == Architecture.Use.CUSTOM,
                "architecture '%s' has no tensor %s",
                name.text(),
                extras);
        return List.copyOf(extras);
    }

    private static void requireShape(long[] wanted, long[] actual, String name, Path file) {
        if (!Arrays.equals(wanted, actual)) {
            throw new FormatException(
                    file,
                    "tensor '" + name + "' has shape " + Arrays.toString(actual)
                            + ", but by the configuration it must have " + Arrays.toString(wanted));
        }
    }

    private static void requireOnes(INDArray scale, Path file) {
        try (scale) {
            if (scale.neq(1.0f).any()) {
                throw new FormatException(
                        file, "tensor '" + LEGACY_SCALE + "' is not all ones; fine-tuned scales are not supported");
            }
        }
    }
}
