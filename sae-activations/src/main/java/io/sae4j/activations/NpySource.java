package io.sae4j.activations;

import io.sae4j.activations.rows.MappedMatrix;
import io.sae4j.activations.rows.RowTable;
import io.sae4j.activations.rows.RowTableSource;
import io.sae4j.format.FormatException;
import io.sae4j.format.numpy.NpyFile;
import io.sae4j.format.numpy.NpyHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Rows of a two-dimensional {@code .npy} file, {@code [rows, width]}, of type {@code '<f2'}, {@code '<f4'} or
 * {@code '<f8'}, in C or Fortran order.
 *
 * <p>The file is memory-mapped: it may be larger than memory and than 2 GB, and costs no heap. Both orders of rows read
 * straight from the mapping; random access to a Fortran-ordered file touches as many pages as a row has entries and is
 * slow unless the file fits into memory. {@link #shuffled} is a true permutation for any number of rows.
 *
 * <p>Lifetime: the file is closed as soon as it is mapped; the mapping itself lasts until the source and its readers
 * are garbage collected, since Java offers no safe way to end it earlier. Meanwhile the file must not be shortened
 * (reading would then fail with an {@link InternalError}), and on Windows it cannot be deleted.
 *
 * <p>Values are not judged; NaN and infinities are passed on. Immutable: several passes may run at the same time, each
 * used by one thread.
 */
public final class NpySource extends RowTableSource {
    private static final int MATRIX = 2;

    private final Path path;

    private NpySource(Path path, RowTable table) {
        super(path.toString(), table);
        this.path = path;
    }

    /**
     * Maps {@code path}.
     *
     * @throws FormatException when it is not a two-dimensional floating-point {@code .npy} file, has no entries, is
     *     truncated, or is longer than its header says
     * @throws UncheckedIOException when it cannot be read
     */
    public static NpySource open(Path path) {
        return open(path, MappedMatrix.WINDOW_BYTES);
    }

    /** @param windowBytes size of a mapping, a power of two */
    static NpySource open(Path path, int windowBytes) {
        try (NpyFile file = NpyFile.open(path)) {
            NpyHeader header = file.header();
            long[] shape = header.shape();
            if (shape.length != MATRIX) {
                throw new FormatException(
                        path, "must have two dimensions [rows, width], its shape is " + Arrays.toString(shape));
            }
            if (shape[1] > MappedMatrix.MAX_WIDTH) {
                throw new FormatException(path, "rows of " + shape[1] + " entries are too wide");
            }
            MappedMatrix matrix = new MappedMatrix(header.dataOffset(), header.type(), shape[0], (int) shape[1]);
            RowTable table = header.fortranOrder()
                    ? matrix.mapColumnMajor(file.channel(), windowBytes)
                    : matrix.mapRowMajor(file.channel(), windowBytes);
            return new NpySource(path, table);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + path + ": " + e, e);
        }
    }

    /** The file, as it was given. */
    public Path path() {
        return path;
    }
}
