package io.sae4j.activations.file;

import io.sae4j.activations.rows.BatchRows;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pass over shards; one of them is open at a time. */
final class ShardReader implements RowReader {
    private static final int STAGED_ROWS = 256;

    private final List<ActivationSource> shards;
    private final long[] starts;
    private final int[] order;
    private final Batch staged;
    private int taken;
    private int next;
    private @Nullable RowReader open;
    private long offset;

    private long delivered;

    /**
     * @param starts each shard's first row in all together; empty when unknown, and {@code order} is then theirs
     * @param order numbers of the shards
     */
    ShardReader(List<ActivationSource> shards, long[] starts, int[] order) {
        this.shards = shards;
        this.starts = starts;
        this.order = order;
        this.staged = Batch.forSource(shards.get(0), STAGED_ROWS);
    }

    @Override
    public int read(Batch batch) {
        requireFit(batch);
        int before = batch.rows();
        while (!batch.isFull() && (taken < staged.rows() || stage())) {
            int count = Math.min(batch.remaining(), staged.rows() - taken);
            BatchRows.copy(staged, taken, count, offset, batch);
            taken += count;
            delivered += count;
        }
        return batch.rows() - before;
    }

    /** Reads more rows; false when all shards are at their end. */
    private boolean stage() {
        while (true) {
            if (open == null) {
                if (next == order.length) {
                    return false;
                }
                int shard = order[next++];
                offset = starts.length == 0 ? delivered : starts[shard];
                open = shards.get(shard).sequential();
            }
            staged.clear();
            taken = 0;
            if (open.read(staged) > 0) {
                return true;
            }
            close();
        }
    }

    private void requireFit(Batch batch) {
        if (batch.inputWidth() != staged.inputWidth()
                || batch.targetWidth() != staged.targetWidth()
                || (batch.sharesTarget() && !staged.sharesTarget())) {
            throw new IllegalArgumentException("the rows have widths [" + staged.inputWidth() + ", "
                    + staged.targetWidth() + "], the batch wants [" + batch.inputWidth() + ", " + batch.targetWidth()
                    + "]" + (batch.sharesTarget() ? ", one array for both" : ""));
        }
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
