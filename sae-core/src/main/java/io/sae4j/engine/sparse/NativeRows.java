package io.sae4j.engine.sparse;

import org.bytedeco.javacpp.FloatPointer;

/** A row-major matrix outside the heap, for BLAS; grows to the largest size asked for. Its content is lost when it grows. */
final class NativeRows implements AutoCloseable {
    private FloatPointer data = new FloatPointer();
    private long capacity;
    private int width;

    /** Makes room for {@code rows} rows of {@code width} entries. */
    void require(int rows, int width) {
        this.width = width;
        long entries = (long) rows * width;
        if (entries > capacity) {
            data.close();
            data = new FloatPointer(entries);
            capacity = entries;
        }
    }

    int width() {
        return width;
    }

    /** The entry {@code [row][column]}, as a pointer of the caller's own. */
    FloatPointer at(int row, int column) {
        return new FloatPointer(data).position((long) row * width + column);
    }

    /** Writes {@code count} entries from column {@code column} of a row on. */
    void put(int row, int column, float[] values, int count) {
        at(row, column).put(values, 0, count);
    }

    /** Reads {@code count} entries from column {@code column} of a row on. */
    void get(int row, int column, float[] out, int count) {
        at(row, column).get(out, 0, count);
    }

    /** Sets the first {@code rows} rows to zero. */
    void clear(int rows) {
        FloatPointer.memset(data, 0, (long) rows * width * Float.BYTES);
    }

    @Override
    public void close() {
        data.close();
        capacity = 0;
    }
}
