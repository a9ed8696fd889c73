package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.ChunkRows;
import io.sae4j.activations.columns.Codec;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.format.FormatException;
import java.nio.ByteBuffer;

/**
 * The rows that one record batch has: the lists of its column's last level. Lists of a level lie one behind the other,
 * so the rows are one matrix in the values' buffer, once their widths were seen to be equal and nothing to be null;
 * that is checked when the batch is first read. Thread-safe.
 */
final class ArrowRows {
    private final MappedFile file;
    private final ArrowColumn column;
    private final ArrowBatch batch;
    private final Extent[] levels;
    private final long firstTableRow;
    private final long firstRow;
    private volatile boolean checked;

    /** Elements {@code [from, to)} of a level, which are those that the batch uses. */
    private record Extent(long from, long to) {
        long size() {
            return to - from;
        }
    }

    /**
     * @param firstTableRow number of the batch's first row in the table
     * @param firstRow number of its first row of floats; another where lists are nested
     */
    ArrowRows(MappedFile file, ArrowColumn column, ArrowBatch batch, long firstTableRow, long firstRow) {
        this.file = file;
        this.column = column;
        this.batch = batch;
        this.firstTableRow = firstTableRow;
        this.firstRow = firstRow;
        this.levels = new Extent[column.levels().size()];
        levels[0] = new Extent(0, batch.length());
        for (int level = 1; level < levels.length; level++) {
            levels[level] = within(
                    level - 1, levels[level - 1], batch.lists().get(level).elements());
        }
    }

    long rows() {
        return rowLists().size();
    }

    long tableRows() {
        return batch.length();
    }

    boolean randomAccess() {
        return batch.codec() == Codec.NONE;
    }

    /** Entries in the first row; the batch has at least one. */
    long firstWidth() {
        Extent lists = rowLists();
        return within(
                        levels.length - 1,
                        new Extent(lists.from, lists.from + 1),
                        batch.floats().elements())
                .size();
    }

    /** Reads {@code count} rows from {@code row} on, counted from the batch's first; needs {@link #randomAccess}. */
    void read(long row, int count, int width, float[] out, int at) {
        Extent entries = check(width);
        long entry = entries.from + row * width;
        file.decode(column.floats(), values().at() + entry * column.floats().bytes(), out, at, count * width);
    }

    /** All rows in their order. */
    ChunkRows open(int width) {
        if (!randomAccess()) {
            Extent entries = check(width);
            return new UnpackedRows(file.path(), values(), column.floats(), entries.from, rows(), width);
        }
        return new ChunkRows() {
            private long next;

            @Override
            public int read(float[] out, int at, int rows) {
                int count = (int) Math.min(rows, rows() - next);
                if (count > 0) {
                    ArrowRows.this.read(next, count, width, out, at);
                    next += count;
                }
                return count;
            }
        };
    }

    /** The floats that the rows use, after everything was checked. */
    private Extent check(int width) {
        Extent entries = entries();
        if (!checked) {
            requireNoNullLists();
            requireEqualWidths(rowLists(), width);
            if (batch.floats().nulls() > 0) {
                long at = firstNull(batch.floats(), entries);
                if (at >= 0) {
                    throw new FormatException(
                            file.path(),
                            "column '" + column.name() + "' holds a null in row "
                                    + (firstRow + (at - entries.from) / width));
                }
            }
            checked = true;
        }
        return entries;
    }

    private void requireNoNullLists() {
        for (int level = 0; level < levels.length; level++) {
            ArrowBatch.Part part = batch.lists().get(level);
            long at = part.nulls() > 0 ? firstNull(part, levels[level]) : -1;
            if (at < 0) {
                continue;
            }
            String where;
            if (level == levels.length - 1) {
                where = "row " + (firstRow + at - levels[level].from);
            } else if (level == 0) {
                where = "row " + (firstTableRow + at) + " of the table";
            } else {
                where = "a list in the record batch from row " + firstTableRow + " of the table on";
            }
            throw new FormatException(file.path(), "column '" + column.name() + "': " + where + " is null");
        }
    }

    private void requireEqualWidths(Extent lists, int width) {
        ArrowColumn.Level level = column.rowLevel();
        if (level.offsetBytes() == 0) {
            if (level.fixedSize() != width && lists.size() > 0) {
                throw ragged(firstRow, level.fixedSize(), width);
            }
            return;
        }
        if (lists.size() == 0) {
            return;
        }
        Offsets offsets = offsets(levels.length - 1, lists.to);
        long previous = offsets.get(lists.from);
        for (long i = lists.from; i < lists.to; i++) {
            long next = offsets.get(i + 1);
            if (next - previous != width) {
                throw ragged(firstRow + i - lists.from, next - previous, width);
            }
            previous = next;
        }
    }

    private FormatException ragged(long row, long entries, int width) {
        return new FormatException(
                file.path(),
                "row " + row + " of column '" + column.name() + "' has " + entries + " entries, expected " + width);
    }

    /** What the lists {@code extent} of {@code level} hold, as elements of the next level. */
    private Extent within(int level, Extent extent, long elements) {
        long from;
        long to;
        ArrowColumn.Level list = column.levels().get(level);
        if (list.offsetBytes() == 0) {
            from = Math.multiplyExact(extent.from, (long) list.fixedSize());
            to = Math.multiplyExact(extent.to, (long) list.fixedSize());
        } else if (extent.size() == 0) {
            from = 0;
            to = 0;
        } else {
            Offsets offsets = offsets(level, extent.to);
            from = offsets.get(extent.from);
            to = offsets.get(extent.to);
        }
        if (from < 0 || from > to || to > elements) {
            throw new FormatException(
                    file.path(),
                    "is damaged: lists of column '" + column.name() + "' reach from entry " + from + " to " + to
                            + " of " + elements);
        }
        return new Extent(from, to);
    }

    private Offsets offsets(int level, long last) {
        int bytes = column.levels().get(level).offsetBytes();
        ArrowBuffer buffer = content(batch.lists().get(level));
        return new Offsets(buffer.bytes(Math.multiplyExact(Math.addExact(last, 1), (long) bytes)), bytes);
    }

    private record Offsets(ByteBuffer bytes, int size) {
        long get(long i) {
            int at = (int) i * size;
            return size == Integer.BYTES ? bytes.getInt(at) : bytes.getLong(at);
        }
    }

    /** The first element in {@code extent} that is null, or -1. */
    private static long firstNull(ArrowBatch.Part part, Extent extent) {
        ByteBuffer bits = part.validity().bytes((extent.to + Byte.SIZE - 1) / Byte.SIZE);
        for (long i = extent.from; i < extent.to; i++) {
            if ((bits.get((int) (i / Byte.SIZE)) >> (i % Byte.SIZE) & 1) == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The floats that the rows use. */
    private Extent entries() {
        return within(levels.length - 1, rowLists(), batch.floats().elements());
    }

    private Extent rowLists() {
        return levels[levels.length - 1];
    }

    private ArrowBuffer values() {
        return content(batch.floats());
    }

    private static ArrowBuffer content(ArrowBatch.Part part) {
        ArrowBuffer content = part.content();
        if (content == null) {
            throw new IllegalStateException("fixed-size lists have no offsets");
        }
        return content;
    }
}
