package io.sae4j.activations.store;

import io.sae4j.format.FloatType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** The open shard. One block is held in memory; each full one goes to the file at once. */
final class ShardWriter implements AutoCloseable {
    private final StoreLayout layout;
    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer[] block;
    private ByteBuffer checksums = little(1 << 10);
    private int rowsInBlock;
    private int rows;

    ShardWriter(Path file, StoreLayout layout) throws IOException {
        this.layout = layout;
        this.file = file;
        this.block = new ByteBuffer[layout.columns()];
        for (int c = 0; c < block.length; c++) {
            block[c] = little(layout.blockRows() * layout.bytes(c));
        }
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    int rows() {
        return rows;
    }

    /** Appends rows {@code [from, from + count)} of {@code appended}. */
    void append(AppendedRows appended, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int n = Math.min(count - done, layout.blockRows() - rowsInBlock);
            put(appended, from + done, n);
            rowsInBlock += n;
            rows += n;
            done += n;
            if (rowsInBlock == layout.blockRows()) {
                flush();
            }
        }
    }

    private void put(AppendedRows appended, int from, int n) {
        block[StoreLayout.DOCUMENTS].asLongBuffer().put(rowsInBlock, appended.documents(), from, n);
        block[StoreLayout.IDS].asIntBuffer().put(rowsInBlock, appended.ids(), from, n);
        block[StoreLayout.POSITIONS].asIntBuffer().put(rowsInBlock, appended.positions(), from, n);
        FloatType type = layout.type();
        for (int h = 0; h < appended.hooks().length; h++) {
            int column = layout.hookColumn(h);
            int width = layout.width(column);
            type.encode(
                    appended.hooks()[h], from * width, block[column], rowsInBlock * layout.bytes(column), n * width);
        }
    }

    private void flush() throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer[] full = new ByteBuffer[block.length];
        for (int c = 0; c < block.length; c++) {
            full[c] = block[c].slice(0, rowsInBlock * layout.bytes(c));
            crc.reset();
            crc.update(full[c].duplicate());
            addChecksum((int) crc.getValue());
        }
        while (full[full.length - 1].hasRemaining()) {
            channel.write(full);
        }
        rowsInBlock = 0;
    }

    private void addChecksum(int checksum) {
        if (!checksums.hasRemaining()) {
            checksums.flip();
            checksums = little(2 * checksums.capacity()).put(checksums);
        }
        checksums.putInt(checksum);
    }

    /** Writes what is left, and makes sure that it has reached the disk. */
    ShardEntry finish(String name) throws IOException {
        if (rowsInBlock > 0) {
            flush();
        }
        checksums.flip();
        CRC32C crc = new CRC32C();
        crc.update(checksums.duplicate());
        while (checksums.hasRemaining()) {
            channel.write(checksums);
        }
        channel.force(true);
        channel.close();
        return new ShardEntry(name, rows, (int) crc.getValue());
    }

    Path file() {
        return file;
    }

    /** Closes the file as it is. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
