package io.sae4j.activations.model;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.SparseAutoencoder;
import io.sae4j.model.SparseCodes;
import io.sae4j.nd.HostArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Edits that are often needed. All throw an {@link IllegalArgumentException} for rows of another width than theirs. */
public final class Edits {
    /** Rows that an SAE works on at once. */
    private static final int BLOCK = 1024;

    private Edits() {}

    /** What becomes of the part of a row that an SAE does not explain, {@code x − x̂}. */
    public enum ErrorTerm {
        /** Added again: only what is done to the codes changes the row. */
        KEEP,
        /** Left out: the row is what the codes decode to. */
        DROP
    }

    /** Replaces each row by its reconstruction, {@code x̂ = decode(encode(x))}. */
    public static Edit reconstruct(SparseAutoencoder sae) {
        requireAutoencoder(sae);
        return rows -> blockwise(sae, rows, sae::reconstruct);
    }

    /**
     * Edits rows through an SAE's codes {@code f = encode(x)}: with {@link ErrorTerm#DROP} the row becomes {@code decode(edit(f))},
     * with {@link ErrorTerm#KEEP} {@code decode(edit(f)) + x − decode(f)}, so that an edit that changes no code changes no row
     * (up to rounding).
     */
    public static Edit codes(SparseAutoencoder sae, CodeEdit edit, ErrorTerm error) {
        requireAutoencoder(sae);
        return rows -> blockwise(sae, rows, block -> {
            SparseCodes codes = sae.encode(block);
            SparseCodes edited = edit.apply(codes);
            checkArgument(
                    edited.rows() == codes.rows(),
                    "the edit of codes must give %s rows, as it got, not %s",
                    codes.rows(),
                    edited.rows());
            INDArray decoded = sae.decode(edited, block);
            if (error == ErrorTerm.KEEP) {
                try (INDArray original = sae.decode(codes, block)) {
                    decoded.subi(original).addi(block);
                }
            }
            return decoded;
        });
    }

    /** Replaces each row by zeros. */
    public static Edit zero() {
        return rows -> Arrays.fill(rows.values(), 0, rows.count() * rows.width(), 0);
    }

    /** Replaces each row by {@code mean}, which is copied. */
    public static Edit mean(float[] mean) {
        float[] row = mean.clone();
        return rows -> {
            checkArgument(
                    rows.width() == row.length, "the mean has width %s, the rows have %s", row.length, rows.width());
            for (int i = 0; i < rows.count(); i++) {
                System.arraycopy(row, 0, rows.values(), rows.start(i), row.length);
            }
        };
    }

    /**
     * Does what {@code edit} does to all rows but those at position 0 of their window, which stay as they are. The start token's
     * row is often an outlier that an SAE was not trained on.
     *
     * <p>Throws an {@link IllegalStateException} for rows that do not belong to windows.
     */
    public static Edit exceptStarts(Edit edit) {
        return rows -> {
            int[] starts = rows.windowStarts();
            float[] kept = new float[starts.length * rows.width()];
            for (int i = 0; i < starts.length; i++) {
                System.arraycopy(rows.values(), rows.start(starts[i]), kept, i * rows.width(), rows.width());
            }
            edit.apply(rows);
            for (int i = 0; i < starts.length; i++) {
                System.arraycopy(kept, i * rows.width(), rows.values(), rows.start(starts[i]), rows.width());
            }
        };
    }

    @FunctionalInterface
    private interface BlockEdit {
        INDArray apply(INDArray rows);
    }

    private static void blockwise(SparseAutoencoder sae, HookRows rows, BlockEdit edit) {
        int width = sae.config().dIn();
        checkArgument(rows.width() == width, "the SAE's input has width %s, the rows have %s", width, rows.width());
        for (int from = 0; from < rows.count(); from += BLOCK) {
            int to = Math.min(rows.count(), from + BLOCK);
            float[] block = Arrays.copyOfRange(rows.values(), from * width, to * width);
            try (INDArray before = HostArrays.create(block, to - from, width);
                    INDArray after = edit.apply(before)) {
                System.arraycopy(HostArrays.toFloats(after), 0, rows.values(), from * width, block.length);
            }
        }
    }

    private static void requireAutoencoder(SparseAutoencoder sae) {
        checkArgument(
                sae.config().dIn() == sae.config().dOut(),
                "the SAE reads width %s and writes width %s, so its output cannot take the place of its input",
                sae.config().dIn(),
                sae.config().dOut());
        checkArgument(
                !sae.config().ownTargets(),
                "the SAE is a transcoder: it reads one hook point and writes another, so its output cannot take the place of its"
                        + " input");
    }
}
