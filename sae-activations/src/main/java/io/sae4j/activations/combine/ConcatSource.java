package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.RowReader;
import java.util.List;
import java.util.OptionalLong;

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
        long rows = 0;
        for (ActivationSource part : parts) {
            OptionalLong count = part.rowCount();
            if (count.isEmpty()) {
                return count;
            }
            rows += count.getAsLong();
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
        return new ConcatReader(this);
    }

    @Override
    public RowReader shuffled(long seed) {
        return rowCount().isPresent()
                ? new RiffleReader(this, seed)
                : ActivationSources.mixed(this, seed, MixingRows.of(this));
    }
}
