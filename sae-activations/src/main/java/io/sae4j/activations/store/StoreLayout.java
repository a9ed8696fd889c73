package io.sae4j.activations.store;

import io.sae4j.format.FloatType;
import java.util.ArrayList;
import java.util.List;

/**
 * Where things are in a shard. Rows are cut into blocks of {@code blockRows}, the last one may be shorter; within a
 * block, column after column: documents, token ids, positions, then each hook's rows. Behind the blocks stands the
 * table of checksums, 4 bytes for each column of each block. All numbers are little-endian.
 */
final class StoreLayout {
    static final int DOCUMENTS = 0;
    static final int IDS = 1;
    static final int POSITIONS = 2;
    private static final int FIRST_HOOK = 3;

    /** A block of the widest hook should be worth a disk's seek, and small enough for many in a mixing window. */
    private static final int BLOCK_BYTES = 1 << 18;

    private static final int MAX_BLOCK_ROWS = 1 << 12;
    private static final int MAX_BLOCK_BYTES = 1 << 30;

    private final FloatType type;
    private final List<String> hooks;
    private final int[] widths;
    private final int blockRows;
    /** Entry c: bytes of a row's columns before column c; the last entry: of all of them. */
    private final int[] bytesBefore;

    StoreLayout(StoreOptions options, int blockRows) {
        this.type = options.type();
        this.blockRows = blockRows;
        this.hooks = new ArrayList<>(options.hooks().keySet());
        this.widths = options.hooks().values().stream().mapToInt(i -> i).toArray();
        this.bytesBefore = new int[FIRST_HOOK + widths.length + 1];
        bytesBefore[IDS] = Long.BYTES;
        bytesBefore[POSITIONS] = bytesBefore[IDS] + Integer.BYTES;
        bytesBefore[FIRST_HOOK] = bytesBefore[POSITIONS] + Integer.BYTES;
        for (int h = 0; h < widths.length; h++) {
            bytesBefore[FIRST_HOOK + h + 1] = bytesBefore[FIRST_HOOK + h] + widths[h] * type.bytes();
        }
    }

    /** Rows of a block, a power of two, for a store that is made with {@code options}. */
    static int blockRowsFor(StoreOptions options) {
        int widest = options.hooks().values().stream().mapToInt(i -> i).max().orElseThrow();
        long rows = BLOCK_BYTES / ((long) widest * options.type().bytes());
        return Integer.highestOneBit((int) Math.max(1, Math.min(MAX_BLOCK_ROWS, rows)));
    }

    /** Whether blocks of that many rows can be mapped. */
    static boolean fits(StoreOptions options, int blockRows) {
        return (long) new StoreLayout(options, 1).rowBytes() * blockRows <= MAX_BLOCK_BYTES;
    }

    FloatType type() {
        return type;
    }

    int blockRows() {
        return blockRows;
    }

    List<String> hooks() {
        return hooks;
    }

    int columns() {
        return bytesBefore.length - 1;
    }

    int hookColumn(int hook) {
        return FIRST_HOOK + hook;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    int hookColumn(String hook) {
        int at = hooks.indexOf(hook);
        if (at < 0) {
            throw new IllegalArgumentException("there is no hook point '" + hook + "'; there are " + hooks);
        }
        return FIRST_HOOK + at;
    }

    /** What {@code column} holds, for messages. */
    String columnName(int column) {
        return switch (column) {
            case DOCUMENTS -> "the document numbers";
            case IDS -> "the token ids";
            case POSITIONS -> "the positions";
            default -> "the rows of hook point '" + hooks.get(column - FIRST_HOOK) + "'";
        };
    }

    int width(int hookColumn) {
        return widths[hookColumn - FIRST_HOOK];
    }

    /** Bytes that one row takes in {@code column}. */
    int bytes(int column) {
        return bytesBefore[column + 1] - bytesBefore[column];
    }

    /** Bytes of one row, all columns. */
    int rowBytes() {
        return bytesBefore[bytesBefore.length - 1];
    }

    /** Number of blocks of a shard of {@code rows} rows. */
    int blocks(int rows) {
        return (int) (((long) rows + blockRows - 1) / blockRows);
    }

    int rowsOfBlock(int block, int shardRows) {
        return (int) Math.min(blockRows, shardRows - (long) block * blockRows);
    }

    /** Where {@code block} begins in its shard. */
    long blockStart(int block) {
        return (long) block * blockRows * rowBytes();
    }

    /** Where {@code column} begins in a block of {@code rows} rows. */
    int columnStart(int column, int rows) {
        return rows * bytesBefore[column];
    }

    /** Where the table of checksums begins in a shard of {@code rows} rows. */
    long tableStart(int rows) {
        return (long) rows * rowBytes();
    }

    /** Bytes of the table of checksums. */
    long tableBytes(int rows) {
        return (long) blocks(rows) * columns() * Integer.BYTES;
    }

    long shardBytes(int rows) {
        return tableStart(rows) + tableBytes(rows);
    }
}
