package io.sae4j.activations.columns;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import io.sae4j.math.Permutations;
import io.sae4j.math.RandomStreams;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;

/**
 * Rows that can only be read chunk by chunk. {@link #shuffled} takes the chunks in random order, where the numbers of
 * their rows are known beforehand, and mixes them through the buffer of {@link ActivationSources}. Immutable: several passes may run at the same time.
 */
public final class ChunkedSource implements ActivationSource {
    private final Chunked file;

    public ChunkedSource(Chunked file) {
        this.file = file;
    }

    @Override
    public int inputWidth() {
        return file.width();
    }

    @Override
    public OptionalLong rowCount() {
        return file.firstRow(file.chunks());
    }

    @Override
    public RowReader sequential() {
        return new ChunkedReader(file, place -> place);
    }

    @Override
    public RowReader shuffled(long seed) {
        IntUnaryOperator order = rowCount().isPresent() ? permutation(seed) : place -> place;
        ActivationSource reordered = new ForwardingSource(this) {
            @Override
            public RowReader sequential() {
                return new ChunkedReader(file, order);
            }
        };
        return ActivationSources.mixed(reordered, seed);
    }

    private IntUnaryOperator permutation(long seed) {
        int[] order = Permutations.random(file.chunks(), new RandomStreams(seed).seedOf("chunks"));
        return place -> order[place];
    }
}
