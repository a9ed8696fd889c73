package io.sae4j.cli;

import io.sae4j.SparseAutoencoder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the SAE that {@code --model} names. */
final class Models {
    static final String DESCRIPTION =
            "A saved SAE: a directory of this program or of SAELens, or Gemma Scope's params.npz.";

    private Models() {}

    static SparseAutoencoder load(Path path) {
        if (!Files.exists(path)) {
            throw new FailedRunException(path + " does not exist");
        }
        return SparseAutoencoder.load(path);
    }
}
