package io.sae4j.cli;

import io.sae4j.activations.NpySource;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.FiniteCheck;
import io.sae4j.data.RowReader;
import io.sae4j.model.SaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of activations named on the command line, checked. */
final class NpyInput {
    /** Rows are read in blocks of about this many numbers. */
    private static final int BLOCK_FLOATS = 1 << 20;

    private final Path path;
    private final NpySource source;
    private final Interruption interruption;

    private NpyInput(Path path, NpySource source, Interruption interruption) {
        this.path = path;
        this.source = source;
        this.interruption = interruption;
    }

    /** Opens {@code path}: it must be there, and be a complete two-dimensional {@code .npy} file. */
    static NpyInput open(Path path, Session session) {
        if (!Files.exists(path)) {
            throw new FailedRunException(path + " does not exist");
        }
        if (!Files.isRegularFile(path)) {
            throw new FailedRunException(path + " is not a file");
        }
        return new NpyInput(path, NpySource.open(path), session.interruption());
    }

    int width() {
        return source.inputWidth();
    }

    long rows() {
        return source.rowCount().orElseThrow();
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
            throw new FailedRunException(path + " has rows of width " + width() + ", but the SAE in " + model
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
            throw new FailedRunException(path + ": " + e.getMessage(), e);
        }
    }
}
