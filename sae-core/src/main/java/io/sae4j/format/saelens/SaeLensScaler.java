package io.sae4j.format.saelens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The factor by which SAELens multiplied raw rows before encoding, when it is not yet part of the weights. */
final class SaeLensScaler {
    static final String EXPECTED_AVERAGE = "expected_average_only_in";
    private static final Logger LOG = LoggerFactory.getLogger(SaeLensScaler.class);

    private SaeLensScaler() {}

    /** The input scale that is to be folded; 1 when there is none. */
    static double inputScale(String normalizeActivations, Path directory) {
        Path scaler = directory.resolve(SaeLensFormat.SCALER_FILE);
        boolean present = Files.exists(scaler);
        switch (normalizeActivations) {
            case SaeLensConfig.NONE -> {
                if (present) {
                    LOG.info("{} is ignored, because normalize_activations is '{}'", scaler, SaeLensConfig.NONE);
                }
                return 1;
            }
            case EXPECTED_AVERAGE -> {
                if (!present) {
                    throw new FormatException(
                            directory.resolve(SaeLensFormat.CONFIG_FILE),
                            "normalize_activations is '" + EXPECTED_AVERAGE + "', so rows were multiplied by a factor"
                                    + " measured in training, but " + SaeLensFormat.SCALER_FILE
                                    + ", which holds it, is missing; fold the factor in SAELens and save again");
                }
                return factor(JsonFiles.readObject(scaler), scaler);
            }
            default ->
                throw new FormatException(
                        directory.resolve(SaeLensFormat.CONFIG_FILE),
                        "normalize_activations '" + normalizeActivations + "' is not supported; known are '"
                                + SaeLensConfig.NONE + "' and '" + EXPECTED_AVERAGE + "'");
        }
    }

    private static double factor(ObjectNode json, Path file) {
        if (JsonFiles.booleanOr(json, "has_whitening", false, file)) {
            throw new FormatException(file, "has_whitening is true; whitened inputs are not supported");
        }
        JsonNode factor = json.get("scaling_factor");
        if (factor == null) {
            throw new FormatException(file, "key 'scaling_factor' is missing");
        }
        double value = JsonFiles.doubleOr(json, "scaling_factor", 1, file);
        if (!(value > 0) || !Double.isFinite(value)) {
            throw JsonFiles.wrongKind(file, "scaling_factor", "a positive number or null", factor);
        }
        return value;
    }
}
