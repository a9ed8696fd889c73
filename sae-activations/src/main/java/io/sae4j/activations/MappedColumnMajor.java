package io.sae4j.activations;

import io.sae4j.format.FloatType;
import io.sae4j.format.NpyFile;
import io.sae4j.format.NpyHeader;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Fortran order: entry (r, c) is number {@code c·rows + r}. Mappings are cut at multiples of a power of two, so that a
 * number never straddles two.
 */
final class MappedColumnMajor implements MappedRows {
    /** Rows transposed at once, so that a block of the output stays in cache. */
    private static final int BLOCK_ROWS = 256;

    private final MappedByteBuffer[] windows;
    private final FloatType type;
    private final long rows;
    private final int width;
    private final int numbersPerWindow;

    private MappedColumnMajor(MappedByteBuffer[] windows, FloatType type, long rows, int width, int numbersPerWindow) {
        this.windows = windows;
        this.type = type;
        this.rows = rows;
        this.width = width;
        this.numbersPerWindow = numbersPerWindow;
    }

    static MappedColumnMajor map(NpyFile file, int windowBytes) throws IOException {
        NpyHeader header = file.header();
        long total = header.dataBytes();
        MappedByteBuffer[] windows = new MappedByteBuffer[Math.toIntExact((total + windowBytes - 1) / windowBytes)];
        for (int w = 0; w < windows.length; w++) {
            long from = (long) w * windowBytes;
            windows[w] = file.channel()
                    .map(
                            FileChannel.MapMode.READ_ONLY,
                            header.dataOffset() + from,
                            Math.min(windowBytes, total - from));
        }
        long[] shape = header.shape();
        return new MappedColumnMajor(
                windows,
                header.type(),
                shape[0],
                (int) shape[1],
                windowBytes / header.type().bytes());
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
