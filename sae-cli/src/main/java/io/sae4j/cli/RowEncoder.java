package io.sae4j.cli;

import io.sae4j.SparseAutoencoder;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.numpy.NpyWriter;
import io.sae4j.model.SaeConfig;
import io.sae4j.nd.HostArrays;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Encodes a file row for row, in blocks, so that neither rows nor codes need to fit into memory. */
final class RowEncoder {
    /** A block's dense codes: 64 MB. */
    private static final int BLOCK_FLOATS = 1 << 24;

    private static final int MOST_BLOCK_ROWS = 1024;

    private final SparseAutoencoder sae;
    private final ActivationInput rows;
    private final Interruption interruption;

    RowEncoder(SparseAutoencoder sae, ActivationInput rows, Interruption interruption) {
        this.sae = sae;
        this.rows = rows;
        this.interruption = interruption;
    }

    /**
     * Both files appear complete at the end, or not at all.
     *
     * @return how many rows there are
     */
    long encode(Path codesFile, @Nullable Path reconstructionFile) {
        SaeConfig config = sae.config();
        try (NpyWriter codes = NpyWriter.create(codesFile, config.dSae());
                NpyWriter rebuilt =
                        reconstructionFile == null ? null : NpyWriter.create(reconstructionFile, config.dOut())) {
            write(codes, rebuilt);
            interruption.check();
            codes.commit();
            if (rebuilt != null) {
                rebuilt.commit();
            }
            return codes.rows();
        }
    }

    private void write(NpyWriter codes, @Nullable NpyWriter rebuilt) {
        SaeConfig config = sae.config();
        int widest = Math.max(config.dSae(), config.dOut());
        Batch batch = rows.newBatch(Math.min(MOST_BLOCK_ROWS, Math.max(1, BLOCK_FLOATS / widest)));
        float[] codeRows = new float[batch.capacity() * config.dSae()];
        float[] rebuiltRows = new float[rebuilt == null ? 0 : batch.capacity() * config.dOut()];
        try (RowReader reader = rows.source().sequential()) {
            while (reader.read(batch) > 0) {
                rows.requireFinite(batch);
                int n = batch.rows();
                try (INDArray input = HostArrays.create(batch.input(), n, batch.inputWidth());
                        INDArray encoded = sae.encodeDense(input)) {
                    HostArrays.read(encoded, codeRows);
                    codes.write(codeRows, 0, n);
                    if (rebuilt != null) {
                        try (INDArray decoded = sae.decode(encoded, input)) {
                            HostArrays.read(decoded, rebuiltRows);
                        }
                        rebuilt.write(rebuiltRows, 0, n);
                    }
                }
                batch.clear();
            }
        }
    }
}
