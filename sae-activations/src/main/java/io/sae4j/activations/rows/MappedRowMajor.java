package io.sae4j.activations.rows;

import io.sae4j.format.FloatType;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** C order. Every mapping holds whole rows, so that a row never straddles two. */
final class MappedRowMajor implements RowTable {
    private final MappedByteBuffer[] windows;
    private final FloatType type;
    private final long rows;
    private final int width;
    private final int rowsPerWindow;

    private MappedRowMajor(MappedByteBuffer[] windows, MappedMatrix matrix, int rowsPerWindow) {
        this.windows = windows;
        this.type = matrix.type();
        this.rows = matrix.rows();
        this.width = matrix.width();
        this.rowsPerWindow = rowsPerWindow;
    }

    static MappedRowMajor map(FileChannel channel, MappedMatrix matrix, int windowBytes) throws IOException {
        int rowBytes = matrix.width() * matrix.type().bytes();
        int rowsPerWindow = Math.max(1, windowBytes / rowBytes);
        MappedByteBuffer[] windows = matrix.windows(channel, (long) rowsPerWindow * rowBytes);
        return new MappedRowMajor(windows, matrix, rowsPerWindow);
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
        int done = 0;
        while (done < count) {
            int window = (int) ((row + done) / rowsPerWindow);
            int first = (int) ((row + done) % rowsPerWindow);
            int n = Math.min(count - done, rowsPerWindow - first);
            type.decode(windows[window], first * width * type.bytes(), out, outFrom + done * width, n * width);
            done += n;
        }
    }
}
