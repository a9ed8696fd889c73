package io.sae4j.data;

import java.util.OptionalLong;

/** A source that wraps another one and answers as it does; a subclass overrides what differs. */
public abstract class ForwardingSource implements ActivationSource {
    private final ActivationSource source;

    protected ForwardingSource(ActivationSource source) {
        this.source = source;
    }

    @Override
    public int inputWidth() {
        return source.inputWidth();
    }

    @Override
    public int targetWidth() {
        return source.targetWidth();
    }

    @Override
    public boolean hasOwnTargets() {
        return source.hasOwnTargets();
    }

    @Override
    public OptionalLong rowCount() {
        return source.rowCount();
    }

    @Override
    public boolean repeatable() {
        return source.repeatable();
    }

    @Override
    public boolean randomAccess() {
        return source.randomAccess();
    }

    @Override
    public RowReader sequential() {
        return source.sequential();
    }

    @Override
    public RowReader shuffled(long seed) {
        return source.shuffled(seed);
    }
}
