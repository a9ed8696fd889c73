package io.sae4j.activations;

import io.sae4j.format.FloatType;
import io.sae4j.format.NpyFile;
import io.sae4j.format.NpyHeader;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** C order. Every mapping holds whole rows, so that a row never straddles two. */
final class MappedRowMajor implements MappedRows {
    private final MappedByteBuffer[] windows;
    private final FloatType type;
    private final int width;
    private final int rowsPerWindow;

    private MappedRowMajor(MappedByteBuffer[] windows, FloatType type, int width, int rowsPerWindow) {
        this.windows = windows;
        this.type = type;
        this.width = width;
        this.rowsPerWindow = rowsPerWindow;
    }

    static MappedRowMajor map(NpyFile file, int windowBytes) throws IOException {
        NpyHeader header = file.header();
        int width = (int) header.shape()[1];
        int rowBytes = width * header.type().bytes();
        int rowsPerWindow = Math.max(1, windowBytes / rowBytes);
        long windowSize = (long) rowsPerWindow * rowBytes;
        long total = header.dataBytes();
        MappedByteBuffer[] windows = new MappedByteBuffer[Math.toIntExact((total + windowSize - 1) / windowSize)];
        for (int w = 0; w < windows.length; w++) {
            long from = w * windowSize;
            windows[w] = file.channel()
                    .map(FileChannel.MapMode.READ_ONLY, header.dataOffset() + from, Math.min(windowSize, total - from));
        }
        return new MappedRowMajor(windows, header.type(), width, rowsPerWindow);
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
