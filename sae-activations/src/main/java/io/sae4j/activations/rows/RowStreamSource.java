package io.sae4j.activations.rows;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A known number of rows that can be read only in their order, as often as asked. {@link #shuffled} goes through the
 * mixing buffer of {@link ActivationSources}: a true permutation of a source no longer than the buffer.
 */
public final class RowStreamSource implements ActivationSource {
    private final String name;
    private final long rows;
    private final int width;
    private final Supplier<RowStream> opener;

    /**
     * @param name what messages call it: its file, say
     * @param opener opens the rows at their beginning; each stream is closed with its pass
     */
    public RowStreamSource(String name, long rows, int width, Supplier<RowStream> opener) {
        this.name = name;
        this.rows = rows;
        this.width = width;
        this.opener = opener;
    }

    @Override
    public int inputWidth() {
        return width;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(rows);
    }

    @Override
    public RowReader sequential() {
        RowStream stream = opener.get();
        return new RowReader() {
            private long next;

            @Override
            public int read(Batch batch) {
                int count = (int) Math.min(batch.remaining(), rows - next);
                int first = BatchRows.append(batch, count, next, width, name);
                stream.read(count, batch.input(), first * width);
                BatchFit.mirrorInput(batch, first, count);
                next += count;
                return count;
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    @Override
    public RowReader shuffled(long seed) {
        return ActivationSources.mixed(this, seed);
    }
}
