package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import io.sae4j.math.Permutations;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The rows of several sources, one after the other. */
final class ConcatSource implements ActivationSource {
    private final List<ActivationSource> parts;
    private final boolean ownTargets;

    ConcatSource(List<? extends ActivationSource> sources) {
        checkArgument(!sources.isEmpty(), "there must be at least one source");
        this.parts = List.copyOf(sources);
        this.ownTargets = parts.stream().anyMatch(ActivationSource::hasOwnTargets);
        for (int p = 1; p < parts.size(); p++) {
            ActivationSource part = parts.get(p);
            checkArgument(
                    part.inputWidth() == inputWidth() && part.targetWidth() == targetWidth(),
                    "source %s has widths [%s, %s], but source 0 has [%s, %s]",
                    p,
                    part.inputWidth(),
                    part.targetWidth(),
                    inputWidth(),
                    targetWidth());
        }
    }

    List<ActivationSource> parts() {
        return parts;
    }

    @Override
    public int inputWidth() {
        return parts.get(0).inputWidth();
    }

    @Override
    public int targetWidth() {
        return parts.get(0).targetWidth();
    }

    @Override
    public boolean hasOwnTargets() {
        return ownTargets;
    }

    @Override
    public OptionalLong rowCount() {
        return firstRow(parts.size());
    }

    /** How many rows the parts before {@code part} have, where all of those know. */
    OptionalLong firstRow(int part) {
        long rows = 0;
        for (ActivationSource before : parts.subList(0, part)) {
            OptionalLong count = before.rowCount();
            if (count.isEmpty()) {
                return count;
            }
            rows = Math.addExact(rows, count.getAsLong());
        }
        return OptionalLong.of(rows);
    }

    @Override
    public boolean repeatable() {
        return parts.stream().allMatch(ActivationSource::repeatable);
    }

    @Override
    public boolean randomAccess() {
        return rowCount().isPresent() && parts.stream().allMatch(ActivationSource::randomAccess);
    }

    @Override
    public RowReader sequential() {
        return new ConcatReader(this, IntStream.range(0, parts.size()).toArray());
    }

    @Override
    public RowReader shuffled(long seed) {
        if (randomAccess()) {
            return new RiffleReader(this, seed);
        }
        return ActivationSources.mixed(rowCount().isPresent() ? partsShuffled(seed) : this, seed);
    }

    /** The parts in random order, so that one mixing buffer serves for all of them. */
    private ActivationSource partsShuffled(long seed) {
        int[] order = Permutations.random(parts.size(), seed);
        return new ForwardingSource(this) {
            @Override
            public RowReader sequential() {
                return new ConcatReader(ConcatSource.this, order);
            }
        };
    }
}
