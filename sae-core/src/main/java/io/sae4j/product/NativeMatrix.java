package io.sae4j.product;

import org.bytedeco.javacpp.FloatPointer;

/** A row-major matrix outside the heap, for BLAS; grows to the largest size asked for. Its content is lost when it grows. */
public final class NativeMatrix implements AutoCloseable {
    private FloatPointer data = new FloatPointer();
    private long capacity;
    private int width;

    /** Makes room for {@code rows} rows of {@code width} entries. */
    public void require(int rows, int width) {
        this.width = width;
        long entries = (long) rows * width;
        if (entries > capacity) {
            data.close();
            data = new FloatPointer(entries);
            capacity = entries;
        }
    }

    public int width() {
        return width;
    }

    /** The part of the matrix that begins at {@code [row][column]}. */
    public Part from(int row, int column) {
        return new Part(at(row, column), width);
    }

    /** A part of a matrix, for a product: where it begins, and how far its rows lie apart. */
    public static final class Part {
        final FloatPointer start;
        final int stride;

        private Part(FloatPointer start, int stride) {
            this.start = start;
            this.stride = stride;
        }
    }

    private FloatPointer at(int row, int column) {
        return new FloatPointer(data).position((long) row * width + column);
    }

    /** Writes {@code count} entries from column {@code column} of a row on. */
    public void put(int row, int column, float[] values, int count) {
        at(row, column).put(values, 0, count);
    }

    /** Writes {@code count} entries of {@code values} from entry {@code from} on; they may fill several rows. */
    public void put(int row, int column, float[] values, int from, int count) {
        at(row, column).put(values, from, count);
    }

    /** Reads {@code count} entries from column {@code column} of a row on. */
    public void get(int row, int column, float[] out, int count) {
        at(row, column).get(out, 0, count);
    }

    /** Sets the first {@code rows} rows to zero. */
    public void clear(int rows) {
        FloatPointer.memset(data, 0, (long) rows * width * Float.BYTES);
    }

    @Override
    public void close() {
        data.close();
        capacity = 0;
    }
}
