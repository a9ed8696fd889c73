package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.BatchFit;
import io.sae4j.data.RowReader;
import io.sae4j.math.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shuffled passes riffled into one: the next row comes from a part with probability proportional to the rows that it has
 * left. Uniform permutations of the parts so give a uniform permutation of the whole.
 */
final class RiffleReader implements RowReader {
    private final ConcatSource source;
    private final List<StagedRows> rows = new ArrayList<>();
    private final long[] left;
    private final long[] firstRows;
    private final SplittableRandom random;
    private long allLeft;

    RiffleReader(ConcatSource source, long seed) {
        this.source = source;
        RandomStreams streams = new RandomStreams(seed);
        this.random = streams.stream("riffle");
        List<ActivationSource> parts = source.parts();
        this.left = new long[parts.size()];
        this.firstRows = new long[parts.size()];
        for (int p = 0; p < left.length; p++) {
            ActivationSource part = parts.get(p);
            rows.add(new StagedRows(part, part.shuffled(streams.seedOf("part", p))));
            left[p] = part.rowCount().orElseThrow();
            firstRows[p] = allLeft;
            allLeft += left[p];
        }
    }

    @Override
    public int read(Batch batch) {
        BatchFit.require(batch, source);
        int before = batch.rows();
        while (!batch.isFull() && allLeft > 0) {
            int part = draw();
            StagedRows chosen = rows.get(part);
            if (!chosen.ready()) {
                throw endedEarly(part);
            }
            int row = chosen.take();
            int at = batch.append(1, firstRows[part] + chosen.rows().sourceRow(row));
            BatchFit.copyRow(chosen.rows(), row, batch, at);
        }
        return batch.rows() - before;
    }

    @Override
    public long skip(long count, Batch scratch) {
        checkArgument(count >= 0, "rows to skip must not be negative, got %s", count);
        scratch.clear();
        long[] ofPart = new long[left.length];
        long skipped = 0;
        for (; skipped < count && allLeft > 0; skipped++) {
            ofPart[draw()]++;
        }
        for (int p = 0; p < ofPart.length; p++) {
            if (rows.get(p).skip(ofPart[p]) < ofPart[p]) {
                throw endedEarly(p);
            }
        }
        return skipped;
    }

    private int draw() {
        long ticket = random.nextLong(allLeft--);
        int part = 0;
        while (ticket >= left[part]) {
            ticket -= left[part++];
        }
        left[part]--;
        return part;
    }

    private static IllegalStateException endedEarly(int part) {
        return new IllegalStateException("source " + part + " ended before it had delivered all rows of its rowCount");
    }

    @Override
    public void close() {
        rows.forEach(StagedRows::close);
    }
}
