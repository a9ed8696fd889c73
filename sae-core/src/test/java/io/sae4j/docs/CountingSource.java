package io.sae4j.docs;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;

/** The source of docs/extending.md: rows that are computed when they are asked for. */
final class CountingSource implements ActivationSource {
    private static final int WIDTH = 8;
    private static final int ROWS = 4096;

    @Override
    public int inputWidth() {
        return WIDTH;
    }

    @Override
    public OptionalLong rowCount() {
        return OptionalLong.of(ROWS);
    }

    @Override
    public RowReader sequential() {
        return new RowReader() {
            private int next;

            @Override
            public int read(Batch batch) {
                int count = Math.min(batch.remaining(), ROWS - next);
                int first = batch.append(count, next);
                for (int r = 0; r < count; r++) {
                    for (int c = 0; c < WIDTH; c++) {
                        batch.input()[(first + r) * WIDTH + c] = (float) Math.sin((next + r) * (c + 1.0));
                    }
                }
                next += count;
                return count;
            }
        };
    }

    @Override
    public RowReader shuffled(long seed) {
        return ActivationSources.mixed(this, seed, 65_536);
    }
}
