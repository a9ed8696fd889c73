package io.sae4j.activations.rows;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.List;

/** Tables of one width, one after the other. */
public final class ConcatenatedRows implements RowTable {
    private final List<RowTable> tables;
    private final long[] starts;
    private final long rows;

    /** @throws IllegalArgumentException when there are none, or they differ in width */
    public ConcatenatedRows(List<? extends RowTable> tables) {
        checkArgument(!tables.isEmpty(), "tables must not be empty");
        this.tables = List.copyOf(tables);
        this.starts = new long[tables.size()];
        int width = tables.get(0).width();
        long at = 0;
        for (int t = 0; t < starts.length; t++) {
            RowTable table = tables.get(t);
            checkArgument(table.width() == width, "table %s has width %s, but table 0 has %s", t, table.width(), width);
            starts[t] = at;
            at = Math.addExact(at, table.rows());
        }
        this.rows = at;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public int width() {
        return tables.get(0).width();
    }

    @Override
    public void read(long row, int count, float[] out, int outFrom) {
        int done = 0;
        while (done < count) {
            long from = row + done;
            int found = Arrays.binarySearch(starts, from);
            int t = found >= 0 ? found : -found - 2;
            RowTable table = tables.get(t);
            long local = from - starts[t];
            int n = (int) Math.min(count - done, table.rows() - local);
            table.read(local, n, out, outFrom + done * width());
            done += n;
        }
    }
}
