package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.ChunkRows;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Rows that are decompressed as they are asked for, so that memory does not depend on how many there are. */
final class UnpackedRows implements ChunkRows {
    private static final int BLOCK_BYTES = 1 << 16;

    private final Path file;
    private final FloatType floats;
    private final InputStream values;
    private final int width;
    private final byte[] block;
    private long left;

    /** @param firstEntry number of the first row's first float in {@code values} */
    UnpackedRows(Path file, ArrowBuffer values, FloatType floats, long firstEntry, long rows, int width) {
        this.file = file;
        this.floats = floats;
        this.width = width;
        this.left = rows;
        int rowBytes = width * floats.bytes();
        this.block = new byte[Math.max(rowBytes, BLOCK_BYTES / rowBytes * rowBytes)];
        this.values = values.stream((firstEntry + rows * width) * floats.bytes());
        try {
            this.values.skipNBytes(firstEntry * floats.bytes());
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    @Override
    public int read(float[] out, int at, int rows) {
        int rowBytes = width * floats.bytes();
        int count = (int) Math.min(Math.min(rows, left), block.length / rowBytes);
        if (count == 0) {
            return 0;
        }
        try {
            int bytes = values.readNBytes(block, 0, count * rowBytes);
            if (bytes < count * rowBytes) {
                throw new FormatException(file, "is damaged: a compressed buffer ends " + left + " rows early");
            }
        } catch (IOException e) {
            throw damaged(e);
        }
        floats.decode(ByteBuffer.wrap(block), 0, out, at, count * width);
        left -= count;
        return count;
    }

    @Override
    public void close() {
        try {
            values.close();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private FormatException damaged(IOException cause) {
        return new FormatException(file, "a compressed part is damaged: " + cause.getMessage(), cause);
    }
}
