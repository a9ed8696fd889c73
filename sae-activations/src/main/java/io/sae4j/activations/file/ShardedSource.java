package io.sae4j.activations.file;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import io.sae4j.math.Permutations;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Sources of one width, one after the other, some without random access. A shuffled pass takes the sources in random
 * order where their lengths are known, and goes through the mixing buffer of {@link ActivationSources}.
 */
final class ShardedSource extends ForwardingSource {
    private final List<ActivationSource> shards;
    private final OptionalLong rows;
    /** Each shard's first row; empty when unknown. */
    private final long[] starts;

    /** @param shards at least one, all of the same widths */
    ShardedSource(List<ActivationSource> shards) {
        super(shards.get(0));
        this.shards = List.copyOf(shards);
        this.rows = sum(shards);
        this.starts = rows.isPresent() ? starts(shards) : new long[0];
    }

    private static OptionalLong sum(List<ActivationSource> shards) {
        if (shards.stream().anyMatch(shard -> shard.rowCount().isEmpty())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(shards.stream()
                .mapToLong(shard -> shard.rowCount().orElseThrow())
                .reduce(0, Math::addExact));
    }

    private static long[] starts(List<ActivationSource> shards) {
        long[] starts = new long[shards.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + shards.get(i - 1).rowCount().orElseThrow();
        }
        return starts;
    }

    @Override
    public OptionalLong rowCount() {
        return rows;
    }

    @Override
    public boolean repeatable() {
        return shards.stream().allMatch(ActivationSource::repeatable);
    }

    @Override
    public boolean randomAccess() {
        return false;
    }

    @Override
    public RowReader sequential() {
        return new ShardReader(shards, starts, IntStream.range(0, shards.size()).toArray());
    }

    @Override
    public RowReader shuffled(long seed) {
        if (rows.isEmpty()) {
            return ActivationSources.mixed(this, seed);
        }
        int[] order = Permutations.random(shards.size(), seed);
        ActivationSource inThatOrder = new ForwardingSource(this) {
            @Override
            public RowReader sequential() {
                return new ShardReader(shards, starts, order);
            }
        };
        return ActivationSources.mixed(inThatOrder, seed);
    }
}
