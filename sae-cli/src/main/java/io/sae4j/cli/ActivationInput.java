package io.sae4j.cli;

import io.sae4j.activations.file.ActivationFiles;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.activations.store.ActivationStore;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.FiniteCheck;
import io.sae4j.data.RowReader;
import io.sae4j.model.SaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Activations named on the command line: a file, a directory or glob of shards, or a store; checked. */
final class ActivationInput {
    static final String DESCRIPTION = "a .npy, .npz, .safetensors, .arrow, .feather, .parquet or .csv file, a directory"
            + " or quoted glob of such files, or a store that 'sae harvest' wrote; one row per token.";

    /** Rows are read in blocks of about this many numbers. */
    private static final int BLOCK_FLOATS = 1 << 20;

    private final String name;
    private final ActivationSource source;
    private final Interruption interruption;

    private ActivationInput(String name, ActivationSource source, Interruption interruption) {
        this.name = name;
        this.source = source;
        this.interruption = interruption;
    }

    /**
     * Opens {@code place}, which must be there and be complete.
     *
     * @param tensor which tensor, column or hook point has the rows; null where there is one
     */
    static ActivationInput open(String place, @Nullable String tensor, Session session) {
        return new ActivationInput(place, find(place, tensor), session.interruption());
    }

    private static ActivationSource find(String place, @Nullable String tensor) {
        Path path = ActivationFiles.isGlob(place) ? null : Path.of(place);
        if (path != null && !Files.exists(path)) {
            throw new FailedRunException(place + " does not exist");
        }
        if (path != null && ActivationStore.isStore(path)) {
            ActivationStore store = ActivationStore.open(path);
            return store.source(hook(place, tensor, store.hooks().keySet()));
        }
        return ActivationFiles.open(place, new FileOptions(Optional.ofNullable(tensor)));
    }

    private static String hook(String place, @Nullable String tensor, Set<String> hooks) {
        if (tensor != null && !hooks.contains(tensor)) {
            throw new UsageException("--tensor: " + place + " has no hook point '" + tensor + "'; there are "
                    + String.join(", ", hooks));
        }
        if (tensor != null) {
            return tensor;
        }
        if (hooks.size() > 1) {
            throw new UsageException(
                    place + " holds several hook points; choose one by --tensor: " + String.join(", ", hooks));
        }
        return hooks.iterator().next();
    }

    int width() {
        return source.inputWidth();
    }

    /** Their number, where it is known before reading. */
    OptionalLong rows() {
        return source.rowCount();
    }

    /** The rows, for reading until the run is interrupted. */
    ActivationSource source() {
        return new InterruptibleSource(source, interruption);
    }

    /** An empty buffer that rows are read into. */
    Batch newBatch(int mostRows) {
        return Batch.forSource(source, Math.max(1, Math.min(mostRows, BLOCK_FLOATS / width())));
    }

    void requireWidth(SaeConfig config, Path model) {
        if (width() != config.dIn()) {
            throw new FailedRunException(name + " has rows of width " + width() + ", but the SAE in " + model
                    + " was trained on width " + config.dIn());
        }
    }

    /** Reads all rows once, so that a bad one is found before hours of training and not after. */
    void requireFinite() {
        Batch batch = newBatch(Integer.MAX_VALUE);
        try (RowReader reader = source().sequential()) {
            while (reader.read(batch) > 0) {
                requireFinite(batch);
                batch.clear();
            }
        }
    }

    /** Throws, with file and row, when {@code batch} holds NaN or an infinity. */
    void requireFinite(Batch batch) {
        try {
            FiniteCheck.require(batch);
        } catch (IllegalArgumentException e) {
            throw new FailedRunException(name + ": " + e.getMessage(), e);
        }
    }
}
