package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;
import java.util.function.Function;

/** Two sources, not both tables, read side by side as inputs and targets. */
final class ZippedPasses implements ActivationSource {
    private final ActivationSource input;
    private final ActivationSource target;
    private final boolean sameOrder;

    ZippedPasses(ActivationSource input, ActivationSource target) {
        this.input = input;
        this.target = target;
        this.sameOrder = SameOrder.of(input, target);
    }

    @Override
    public int inputWidth() {
        return input.inputWidth();
    }

    @Override
    public int targetWidth() {
        return target.inputWidth();
    }

    @Override
    public boolean hasOwnTargets() {
        return true;
    }

    @Override
    public OptionalLong rowCount() {
        return input.rowCount().isPresent() ? input.rowCount() : target.rowCount();
    }

    @Override
    public boolean repeatable() {
        return input.repeatable() && target.repeatable();
    }

    @Override
    public boolean randomAccess() {
        return sameOrder;
    }

    @Override
    public RowReader sequential() {
        return open(ActivationSource::sequential, false);
    }

    @Override
    public RowReader shuffled(long seed) {
        return sameOrder ? open(source -> source.shuffled(seed), true) : ActivationSources.mixed(this, seed);
    }

    private RowReader open(Function<ActivationSource, RowReader> pass, boolean sameNumbers) {
        RowReader inputs = pass.apply(input);
        boolean opened = false;
        try {
            RowReader pairs = new PairReader(this, inputs, pass.apply(target), sameNumbers);
            opened = true;
            return pairs;
        } finally {
            if (!opened) {
                inputs.close();
            }
        }
    }
}
