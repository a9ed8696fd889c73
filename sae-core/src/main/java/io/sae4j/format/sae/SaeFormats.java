package io.sae4j.format.sae;

import io.sae4j.format.FormatException;
import io.sae4j.format.saelens.SaeLensFormat;
import io.sae4j.model.LoadedSae;
import io.sae4j.model.Provenance;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads saved SAEs of every known format, and writes ours, which is SAELens's directory with a file of ours beside. */
public final class SaeFormats {
    private static final String READABLE =
            "readable are: a SAELens directory (" + SaeLensFormat.CONFIG_FILE + " and " + SaeLensFormat.WEIGHTS_FILE
                    + "), a Gemma Scope " + GemmaScopeFormat.FILE + " or the directory that holds it";

    private SaeFormats() {}

    /**
     * Reads the SAE at {@code path}, whatever its format.
     *
     * @param path a SAELens directory, a Gemma Scope {@code params.npz}, or the directory that holds one
     * @return in inference form, weights finite
     * @throws FormatException when nothing readable is there, or it cannot be used; the message names file and problem
     * @throws java.io.UncheckedIOException when reading fails
     */
    public static LoadedSae read(Path path) {
        if (!Files.exists(path)) {
            throw new FormatException(path, "does not exist");
        }
        if (SaeLensFormat.recognises(path)) {
            return SaeLensFormat.read(path);
        }
        if (GemmaScopeFormat.recognises(path)) {
            return GemmaScopeFormat.read(path);
        }
        throw new FormatException(path, "is not a saved SAE of a known format; " + READABLE);
    }

    /**
     * Writes an SAE that {@link #read} and SAELens can open. The directory is written beside and moved into place; an
     * older SAE there is replaced, files in it that belong to no SAE are kept.
     *
     * @param config the architecture
     * @param weights in inference form, with the shapes of {@code config}; any floating-point type, saved as F32
     * @param provenance how it came to be
     * @param featureDensity {@code [dSae]} in [0, 1], or null when unknown
     * @param directory a new or empty directory, or that of an older SAE
     * @throws IllegalArgumentException when configuration, weights and density do not agree, or cannot be saved in this
     *     format
     * @throws FormatException when {@code directory} is something else that must not be overwritten
     * @throws java.io.UncheckedIOException when writing fails; what was there before is still there
     */
    public static void write(
            SaeConfig config,
            Weights weights,
            Provenance provenance,
            double @Nullable [] featureDensity,
            Path directory) {
        SaeLensFormat.write(config, weights, provenance, featureDensity, directory);
    }
}
