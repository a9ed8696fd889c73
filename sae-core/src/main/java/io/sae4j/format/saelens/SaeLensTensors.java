package io.sae4j.format.saelens;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FiniteTensors;
import io.sae4j.format.FormatException;
import io.sae4j.format.TensorNames;
import io.sae4j.format.safetensors.SafetensorsFile;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which tensors each architecture has, exactly, and with which shapes. */
final class SaeLensTensors {
    /** Written by old SAELens versions; all ones unless the SAE was fine-tuned. */
    private static final String LEGACY_SCALE = "scaling_factor";
    /** Scalar: the average that BatchTopK's training form keeps. */
    private static final String AVERAGED_THRESHOLD = "topk_threshold";

    private SaeLensTensors() {}

    static Map<String, INDArray> read(SaeLensConfig config, @Nullable Sae4jFile ours, Path file) {
        Map<String, long[]> shapes = shapes(config.architecture(), config.dIn(), config.dSae(), config.dOut());
        List<String> extras = ours == null ? List.of() : ours.extraTensors();
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            Set<String> wanted = new TreeSet<>(shapes.keySet());
            if (!SaeLensConfig.isKnown(config.architecture())) {
                wanted.addAll(extras);
            }
            Set<String> there = new TreeSet<>(open.names());
            if (there.remove(LEGACY_SCALE) && !wanted.contains(LEGACY_SCALE)) {
                requireOnes(open.read(LEGACY_SCALE), file);
            } else if (wanted.contains(LEGACY_SCALE)) {
                there.add(LEGACY_SCALE);
            }
            TensorNames.require(wanted, there, config.architecture(), file);
            Map<String, INDArray> tensors = new LinkedHashMap<>();
            for (String name : wanted) {
                requireShape(shapes.get(name), open.info(name).shape(), name, file);
                tensors.put(name, FiniteTensors.require(open.read(name), name, file));
            }
            INDArray averaged = tensors.remove(AVERAGED_THRESHOLD);
            if (averaged != null) {
                tensors.put(Weights.THRESHOLD, forEveryFeature(averaged, config.dSae()));
            }
            return tensors;
        }
    }

    private static INDArray forEveryFeature(INDArray scalar, int dSae) {
        float[] values = new float[dSae];
        Arrays.fill(values, scalar.getFloat(0));
        scalar.close();
        return HostArrays.create(values, dSae);
    }

    /** Names of the tensors beyond the four common ones; throws when SAELens's form cannot hold this SAE. */
    static List<String> checkWritable(SaeConfig config, Weights weights) {
        String architecture = SaeLensConfig.architecture(config.encoder());
        checkArgument(
                !config.encoder().name().equals(SaeLensConfig.STANDARD),
                "an encoder cannot be saved as '%s', SAELens's name for ReLU",
                SaeLensConfig.STANDARD);
        checkArgument(
                !SaeLensConfig.averagesThreshold(architecture),
                "encoder '%s' is saved in its inference form, '%s'",
                architecture,
                SaeLensConfig.JUMPRELU);
        boolean builtIn = SaeLensConfig.isBuiltIn(architecture);
        checkArgument(
                !builtIn || config.encoderInputScale() == 1.0,
                "the input scale of encoder '%s' must be folded into its weights, got %s",
                config.encoder().name(),
                config.encoderInputScale());
        checkArgument(
                !builtIn || config.dIn() == config.dOut(),
                "SAELens's architecture '%s' has one width, got dIn %s and dOut %s",
                architecture,
                config.dIn(),
                config.dOut());
        Map<String, long[]> shapes = shapes(architecture, config.dIn(), config.dSae(), config.dOut());
        shapes.forEach(weights::requireShape);
        List<String> extras = weights.asMap().keySet().stream()
                .filter(name -> !shapes.containsKey(name))
                .toList();
        checkArgument(!builtIn || extras.isEmpty(), "architecture '%s' has no tensor %s", architecture, extras);
        weights.asMap()
                .forEach((name, tensor) -> checkArgument(
                        FiniteTensors.firstBad(tensor) < 0, "tensor '%s' holds values that are not finite", name));
        checkArgument(
                !architecture.equals(SaeLensConfig.TOPK)
                        || !config.encoder().booleanOr(SaeLensConfig.RESCALE_SETTING, false)
                        || WeightFolds.hasUnitRows(weights.get(Weights.W_DEC)),
                "with %s the rows of W_dec must have unit length; fold their norms into W_enc and b_enc",
                SaeLensConfig.RESCALE_SETTING);
        return extras;
    }

    private static Map<String, long[]> shapes(String architecture, int dIn, int dSae, int dOut) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put(Weights.W_ENC, new long[] {dIn, dSae});
        shapes.put(Weights.W_DEC, new long[] {dSae, dOut});
        shapes.put(Weights.B_ENC, new long[] {dSae});
        shapes.put(Weights.B_DEC, new long[] {dOut});
        if (architecture.equals(SaeLensConfig.JUMPRELU)) {
            shapes.put(Weights.THRESHOLD, new long[] {dSae});
        }
        if (SaeLensConfig.averagesThreshold(architecture)) {
            shapes.put(AVERAGED_THRESHOLD, new long[0]);
        }
        return shapes;
    }

    private static void requireShape(long @Nullable [] wanted, long[] actual, String name, Path file) {
        if (wanted != null && !Arrays.equals(wanted, actual)) {
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
