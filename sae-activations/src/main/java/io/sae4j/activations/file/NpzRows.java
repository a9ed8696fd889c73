package io.sae4j.activations.file;

import io.sae4j.activations.rows.RowStream;
import io.sae4j.format.FormatException;
import io.sae4j.format.numpy.NpyHeader;
import io.sae4j.format.numpy.NpzArray;
import io.sae4j.format.numpy.NpzFile;
import java.nio.file.Path;
import java.util.Arrays;

/** A pass over a deflated array. */
final class NpzRows implements RowStream {
    private static final long MAX_HELD_FLOATS = 1L << 26;

    private final NpzFile npz;
    private final NpzArray array;
    private final int rows;
    private final int width;
    /** All numbers in Fortran order; empty in C order, where rows are read as they come. */
    private final float[] columns;

    private int next;

    private NpzRows(NpzFile npz, NpzArray array) {
        this.npz = npz;
        this.array = array;
        long[] shape = array.header().shape();
        this.width = (int) shape[1];
        if (array.header().fortranOrder()) {
            this.rows = (int) shape[0];
            this.columns = new float[rows * width];
            array.read(columns, 0, columns.length);
        } else {
            this.rows = 0;
            this.columns = new float[0];
        }
    }

    /** Refuses an array in Fortran order that is too large to be held. */
    static void requireReadable(Path file, String name, NpyHeader header) {
        long[] shape = header.shape();
        if (header.fortranOrder() && shape[0] > MAX_HELD_FLOATS / shape[1]) {
            throw new FormatException(
                    file,
                    "array '" + name + "' of shape " + Arrays.toString(shape)
                            + " is compressed and in Fortran order, so that a row needs all of it;"
                            + " save it uncompressed, or in C order (np.ascontiguousarray)");
        }
    }

    /** @param expected the array's header when the file was opened and checked */
    static NpzRows open(Path file, String name, NpyHeader expected) {
        NpzFile npz = NpzFile.open(file);
        boolean opened = false;
        try {
            NpzArray array = npz.array(name);
            NpyHeader header = array.header();
            if (!Arrays.equals(header.shape(), expected.shape()) || header.fortranOrder() != expected.fortranOrder()) {
                throw new FormatException(file, "has changed since it was opened");
            }
            NpzRows result = new NpzRows(npz, array);
            opened = true;
            return result;
        } finally {
            if (!opened) {
                npz.close();
            }
        }
    }

    @Override
    public void read(int count, float[] out, int outFrom) {
        if (columns.length == 0) {
            array.read(out, outFrom, count * width);
            return;
        }
        for (int c = 0; c < width; c++) {
            for (int r = 0; r < count; r++) {
                out[outFrom + r * width + c] = columns[c * rows + next + r];
            }
        }
        next += count;
    }

    @Override
    public void close() {
        array.close();
        npz.close();
    }
}
