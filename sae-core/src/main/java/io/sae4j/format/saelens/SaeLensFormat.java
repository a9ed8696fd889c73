package io.sae4j.format.saelens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.AtomicFiles;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import io.sae4j.format.LibraryVersion;
import io.sae4j.format.safetensors.Safetensors;
import io.sae4j.model.LoadedSae;
import io.sae4j.model.Provenance;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * SAELens's directory: {@code cfg.json} and {@code sae_weights.safetensors}, and {@code sparsity.safetensors} where
 * densities are known; beside them our {@code sae4j.json}. Written in SAELens's inference form; its training form, its
 * unfolded input scale and its configurations from before version 6 are read and brought into that form.
 */
public final class SaeLensFormat {
    public static final String CONFIG_FILE = "cfg.json";
    public static final String WEIGHTS_FILE = "sae_weights.safetensors";
    static final String SPARSITY_FILE = "sparsity.safetensors";
    static final String SCALER_FILE = "activation_scaler.json";
    private static final String WHITENING_FILE = "activation_whitening.safetensors";
    private static final List<String> OWNED =
            List.of(CONFIG_FILE, WEIGHTS_FILE, SPARSITY_FILE, SCALER_FILE, WHITENING_FILE, Sae4jFile.NAME);
    private static final String ORIGIN = "saelens";

    private SaeLensFormat() {}

    public static boolean recognises(Path path) {
        return Files.isRegularFile(path.resolve(CONFIG_FILE)) && Files.exists(path.resolve(WEIGHTS_FILE));
    }

    public static LoadedSae read(Path directory) {
        Path configFile = directory.resolve(CONFIG_FILE);
        Path weightsFile = directory.resolve(WEIGHTS_FILE);
        ObjectNode json = SaeLensLegacy.modernise(JsonFiles.readObject(configFile), configFile);
        Sae4jFile ours = Sae4jFile.readIfPresent(directory);
        SaeLensConfig config = SaeLensConfig.read(json, ours, configFile);
        double scale = SaeLensScaler.inputScale(config.normalizeActivations(), directory);
        checkFoldable(config.name(), scale, configFile);
        Map<String, INDArray> tensors = SaeLensTensors.read(config, ours, weightsFile);
        if (config.rescalesByDecoderNorm()) {
            tensors = WeightFolds.decoderNorms(tensors);
        }
        WeightFolds.inputScale(tensors, config.name(), scale);
        Provenance provenance = ours != null ? ours.provenance() : Provenance.of(LibraryVersion.get(), ORIGIN);
        return new LoadedSae(
                config.toModel(ours, scale),
                Weights.of(tensors),
                provenance,
                SparsityFile.readIfPresent(directory.resolve(SPARSITY_FILE), config.dSae()));
    }

    private static void checkFoldable(ArchitectureName name, double scale, Path file) {
        if (scale == 1.0) {
            return;
        }
        if (name.architecture().use() == Architecture.Use.CUSTOM) {
            throw new FormatException(file, "an input scale cannot be folded into architecture '" + name.text() + "'");
        }
        if (name.form() != Form.AUTOENCODER) {
            throw new FormatException(
                    file,
                    "architecture '" + name.text() + "' was trained on scaled rows (" + SCALER_FILE
                            + "), but by what factor its targets were scaled is not said; fold both and save again");
        }
    }

    public static void write(
            SaeConfig config,
            Weights weights,
            Provenance provenance,
            double @Nullable [] featureDensity,
            Path directory) {
        if (config.ownTargets() && config.applyBDecToInput()) {
            Weights shifted = WeightFolds.inputShift(weights, config.encoderInputScale());
            write(withoutInputShift(config), shifted, provenance, featureDensity, directory);
            return;
        }
        ArchitectureName name = ArchitectureName.of(config, weights);
        Map<String, INDArray> tensors = SaeLensTensors.inFile(name, weights);
        List<String> extras = SaeLensTensors.extras(name, tensors);
        WritableChecks.require(name, config, weights);
        SparsityFile.check(featureDensity, config.dSae());
        ObjectNode json = SaeLensConfig.write(config, name);
        AtomicFiles.writeDirectory(directory, CONFIG_FILE, OWNED, temporary -> {
            JsonFiles.write(temporary.resolve(CONFIG_FILE), json);
            Safetensors.write(temporary.resolve(WEIGHTS_FILE), tensors);
            if (featureDensity != null) {
                SparsityFile.write(temporary.resolve(SPARSITY_FILE), featureDensity);
            }
            new Sae4jFile(config.encoder(), config.encoderInputScale(), extras, config.parts(), provenance)
                    .write(temporary);
        });
    }

    /** SAELens's transcoders subtract nothing from their input. */
    private static SaeConfig withoutInputShift(SaeConfig config) {
        return new SaeConfig(
                config.dIn(),
                config.dOut(),
                config.dSae(),
                config.encoder(),
                false,
                config.encoderInputScale(),
                true,
                config.parts(),
                config.metadata());
    }
}
