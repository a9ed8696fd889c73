package io.sae4j.activations.rows;

import io.sae4j.format.FloatType;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Fortran order: entry (r, c) is number {@code c·rows + r}. Mappings are cut at multiples of a power of two, so that a
 * number never straddles two.
 */
final class MappedColumnMajor implements RowTable {
    /** Rows transposed at once, so that a block of the output stays in cache. */
    private static final int BLOCK_ROWS = 256;

    private final MappedByteBuffer[] windows;
    private final FloatType type;
    private final long rows;
    private final int width;
    private final int numbersPerWindow;

    private MappedColumnMajor(MappedByteBuffer[] windows, MappedMatrix matrix, int numbersPerWindow) {
        this.windows = windows;
        this.type = matrix.type();
        this.rows = matrix.rows();
        this.width = matrix.width();
        this.numbersPerWindow = numbersPerWindow;
    }

    static MappedColumnMajor map(FileChannel channel, MappedMatrix matrix, int windowBytes) throws IOException {
        MappedByteBuffer[] windows = matrix.windows(channel, windowBytes);
        return new MappedColumnMajor(
                windows, matrix, windowBytes / matrix.type().bytes());
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void read(long row, int count, float[] out, int outFrom) {
        float[] column = new float[Math.min(count, BLOCK_ROWS)];
        for (int done = 0; done < count; done += column.length) {
            int n = Math.min(column.length, count - done);
            for (int c = 0; c < width; c++) {
                readRun(c * rows + row + done, n, column);
                int at = outFrom + done * width + c;
                for (int r = 0; r < n; r++) {
                    out[at + r * width] = column[r];
                }
            }
        }
    }

    /** Reads {@code count} numbers that follow each other in the file. */
    private void readRun(long number, int count, float[] out) {
        int done = 0;
        while (done < count) {
            int window = (int) ((number + done) / numbersPerWindow);
            int first = (int) ((number + done) % numbersPerWindow);
            int n = Math.min(count - done, numbersPerWindow - first);
            type.decode(windows[window], first * type.bytes(), out, done, n);
            done += n;
        }
    }
}
