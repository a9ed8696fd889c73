package io.sae4j.activations;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FormatException;
import io.sae4j.format.NpyFile;
import io.sae4j.format.NpyHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

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
public final class NpySource implements ActivationSource {
    private static final int MATRIX = 2;
    /** A row of the widest type must fit into one mapping. */
    private static final int MAX_WIDTH = MappedRows.WINDOW_BYTES / Double.BYTES;

    private final Path path;
    private final long rows;
    private final int width;
    private final MappedRows mapped;

    private NpySource(Path path, long rows, int width, MappedRows mapped) {
        this.path = path;
        this.rows = rows;
        this.width = width;
        this.mapped = mapped;
    }

    /**
     * Maps {@code path}.
     *
     * @throws FormatException when it is not a two-dimensional floating-point {@code .npy} file, has no entries, is
     *     truncated, or is longer than its header says
     * @throws UncheckedIOException when it cannot be read
     */
    public static NpySource open(Path path) {
        return open(path, MappedRows.WINDOW_BYTES);
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
            if (shape[1] > MAX_WIDTH) {
                throw new FormatException(path, "rows of " + shape[1] + " entries are too wide");
            }
            int width = (int) shape[1];
            MappedRows mapped = header.fortranOrder()
                    ? MappedColumnMajor.map(file, windowBytes)
                    : MappedRowMajor.map(file, windowBytes);
            return new NpySource(path, shape[0], width, mapped);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + path + ": " + e, e);
        }
    }

    /** The file, as it was given. */
    public Path path() {
        return path;
    }

    @Override
    public int inputWidth() {
        return width;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(rows);
    }

    @Override
    public boolean randomAccess() {
        return true;
    }

    @Override
    public RowReader sequential() {
        return new RowReader() {
            private long next;

            @Override
            public int read(Batch batch) {
                int count = (int) Math.min(batch.remaining(), rows - next);
                if (count > 0) {
                    int first = append(batch, count, next);
                    mapped.read(next, count, batch.input(), first * width);
                    copyTarget(batch, first, count);
                    next += count;
                }
                return count;
            }

            @Override
            public long skip(long count, Batch scratch) {
                checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
                scratch.clear();
                long skipped = Math.min(count, rows - next);
                next += skipped;
                return skipped;
            }
        };
    }

    @Override
    public RowReader shuffled(long seed) {
        LongUnaryOperator order = RowPermutation.of(rows, seed);
        return new RowReader() {
            private long next;

            @Override
            public int read(Batch batch) {
                int count = (int) Math.min(batch.remaining(), rows - next);
                for (int i = 0; i < count; i++) {
                    long row = order.applyAsLong(next++);
                    int at = append(batch, 1, row);
                    mapped.read(row, 1, batch.input(), at * width);
                    copyTarget(batch, at, 1);
                }
                return count;
            }

            @Override
            public long skip(long count, Batch scratch) {
                checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
                scratch.clear();
                long skipped = Math.min(count, rows - next);
                next += skipped;
                return skipped;
            }
        };
    }

    private int append(Batch batch, int count, long row) {
        if (batch.inputWidth() != width || batch.targetWidth() != width) {
            throw new IllegalArgumentException("rows of " + path + " have width " + width + ", the batch wants "
                    + batch.inputWidth() + " and " + batch.targetWidth());
        }
        return batch.append(count, row);
    }

    private void copyTarget(Batch batch, int first, int count) {
        if (!batch.sharesTarget()) {
            System.arraycopy(batch.input(), first * width, batch.target(), first * width, count * width);
        }
    }
}
