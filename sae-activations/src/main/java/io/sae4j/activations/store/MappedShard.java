package io.sae4j.activations.store;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A finished shard, mapped when it is first read. A block's column is checked against its checksum before the first
 * number of it is given out. Thread-safe: two threads may check the same block twice, which does no harm.
 */
final class MappedShard {
    /** A mapping holds whole blocks and ends below 2 GB. */
    private static final int WINDOW_BYTES = 1 << 30;

    private final Path file;
    private final int number;
    private final StoreLayout layout;
    private final int rows;
    private final int[] checksums;
    private final boolean[] verified;
    private volatile ByteBuffer @Nullable [] windows;

    private MappedShard(Path file, int number, StoreLayout layout, int rows, int[] checksums) {
        this.file = file;
        this.number = number;
        this.layout = layout;
        this.rows = rows;
        this.checksums = checksums;
        this.verified = new boolean[checksums.length];
    }

    /**
     * Reads the table of checksums.
     *
     * @throws FormatException when the file is missing, has another size than its rows need, or another table
     */
    static MappedShard open(Path directory, int number, ShardEntry entry, StoreLayout layout) {
        Path file = directory.resolve(entry.file());
        try {
            requireSize(file, number, layout, entry.rows());
            ByteBuffer table = ByteBuffer.allocate(Math.toIntExact(layout.tableBytes(entry.rows())))
                    .order(ByteOrder.LITTLE_ENDIAN);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                long from = layout.tableStart(entry.rows());
                while (table.hasRemaining() && channel.read(table, from + table.position()) >= 0) {}
            }
            CRC32C crc = new CRC32C();
            crc.update(table.flip());
            if ((int) crc.getValue() != entry.checksum()) {
                throw new FormatException(
                        file, "shard " + number + " is damaged: its table of checksums is not the manifest's");
            }
            int[] checksums = new int[table.limit() / Integer.BYTES];
            table.flip().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(checksums);
            return new MappedShard(file, number, layout, entry.rows(), checksums);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read shard " + number + ", " + file + ": " + e, e);
        }
    }

    private static void requireSize(Path file, int number, StoreLayout layout, int rows) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FormatException(file, "shard " + number + " is missing");
        }
        long size = Files.size(file);
        long wanted = layout.shardBytes(rows);
        if (size != wanted) {
            throw new FormatException(
                    file,
                    "shard " + number + " is damaged: it has " + size + " bytes, its " + rows + " rows need " + wanted);
        }
    }

    /** Reads rows {@code [row, row + count)} of a hook, row-major. */
    void floats(int column, int row, int count, float[] out, int outFrom) {
        int width = layout.width(column);
        int done = 0;
        while (done < count) {
            int block = (row + done) / layout.blockRows();
            int n = Math.min(count - done, rowsLeft(row + done, block));
            ByteBuffer window = verified(column, block);
            layout.type().decode(window, place(column, row + done, block), out, outFrom + done * width, n * width);
            done += n;
        }
    }

    /** Reads documents, ids and positions of rows {@code [row, row + count)}. */
    void tokens(int row, int count, TokenChunk out, int outFrom) {
        int done = 0;
        while (done < count) {
            int block = (row + done) / layout.blockRows();
            int n = Math.min(count - done, rowsLeft(row + done, block));
            int at = outFrom + done;
            slice(StoreLayout.DOCUMENTS, row + done, block, n).asLongBuffer().get(out.documents(), at, n);
            slice(StoreLayout.IDS, row + done, block, n).asIntBuffer().get(out.ids(), at, n);
            slice(StoreLayout.POSITIONS, row + done, block, n).asIntBuffer().get(out.positions(), at, n);
            done += n;
        }
    }

    private ByteBuffer slice(int column, int row, int block, int count) {
        return verified(column, block)
                .slice(place(column, row, block), count * layout.bytes(column))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private int rowsLeft(int row, int block) {
        return layout.rowsOfBlock(block, rows) - (row - block * layout.blockRows());
    }

    /** Where a row's entry of {@code column} stands in the mapping of its block. */
    private int place(int column, int row, int block) {
        return columnStart(column, block) + (row - block * layout.blockRows()) * layout.bytes(column);
    }

    private int columnStart(int column, int block) {
        int first = block - block % blocksPerWindow();
        return (int) (layout.blockStart(block) - layout.blockStart(first))
                + layout.columnStart(column, layout.rowsOfBlock(block, rows));
    }

    private int blocksPerWindow() {
        return (int) Math.max(1, WINDOW_BYTES / layout.blockStart(1));
    }

    private ByteBuffer verified(int column, int block) {
        if (!verified[block * layout.columns() + column]) {
            load(column, block);
        }
        return windows()[block / blocksPerWindow()];
    }

    /**
     * Reads a block's column from the disk into the page cache in one go, and checks it, again if it was checked
     * before.
     */
    void load(int column, int block) {
        ByteBuffer window = windows()[block / blocksPerWindow()];
        int bytes = layout.rowsOfBlock(block, rows) * layout.bytes(column);
        CRC32C crc = new CRC32C();
        crc.update(window.slice(columnStart(column, block), bytes));
        int place = block * layout.columns() + column;
        if ((int) crc.getValue() != checksums[place]) {
            throw new FormatException(
                    file,
                    "shard " + number + " is damaged: block " + block + " (rows from "
                            + (long) block * layout.blockRows() + " of the shard) does not match its checksum in "
                            + layout.columnName(column));
        }
        verified[place] = true;
    }

    private ByteBuffer[] windows() {
        ByteBuffer[] mapped = windows;
        return mapped == null ? map() : mapped;
    }

    private synchronized ByteBuffer[] map() {
        ByteBuffer[] mapped = windows;
        if (mapped != null) {
            return mapped;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Once more: a file that was shortened since would fail with an error of the virtual machine.
            requireSize(file, number, layout, rows);
            long windowBytes = blocksPerWindow() * layout.blockStart(1);
            long end = layout.tableStart(rows);
            mapped = new ByteBuffer[(int) ((end + windowBytes - 1) / windowBytes)];
            for (int w = 0; w < mapped.length; w++) {
                long from = w * windowBytes;
                mapped[w] = channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(windowBytes, end - from));
            }
            windows = mapped;
            return mapped;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map shard " + number + ", " + file + ": " + e, e);
        }
    }

    int rows() {
        return rows;
    }
}
