package io.sae4j.cli;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;

/** A source whose passes end with an {@link InterruptedRunException} once the run is interrupted. */
record InterruptibleSource(ActivationSource source, Interruption interruption) implements ActivationSource {
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
        return watched(source.sequential());
    }

    @Override
    public RowReader shuffled(long seed) {
        return watched(source.shuffled(seed));
    }

    private RowReader watched(RowReader reader) {
        return new RowReader() {
            @Override
            public int read(Batch batch) {
                interruption.check();
                return reader.read(batch);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
