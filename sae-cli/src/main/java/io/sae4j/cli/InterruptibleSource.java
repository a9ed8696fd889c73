package io.sae4j.cli;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;

/** A source whose passes end with an {@link InterruptedRunException} once the run is interrupted. */
final class InterruptibleSource extends ForwardingSource {
    private final Interruption interruption;

    InterruptibleSource(ActivationSource source, Interruption interruption) {
        super(source);
        this.interruption = interruption;
    }

    @Override
    public RowReader sequential() {
        return watched(super.sequential());
    }

    @Override
    public RowReader shuffled(long seed) {
        return watched(super.shuffled(seed));
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
