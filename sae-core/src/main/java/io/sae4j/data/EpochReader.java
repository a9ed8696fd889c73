package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.math.RandomStreams;
import org.jspecify.annotations.Nullable;

/**
 * Full batches for training from shuffled passes over a source, one after the other; a batch may hold the end of one
 * epoch and the beginning of the next. Epoch e is shuffled by the stream {@code "shuffle"}'s e-th seed. Values are not
 * checked: see {@link FiniteCheck}.
 */
public final class EpochReader implements AutoCloseable {
    private final ActivationSource source;
    private final RandomStreams streams;
    private final long epochs;
    private @Nullable RowReader pass;
    private long epoch;
    private long rowsOfEpoch;
    private long rowsDelivered;

    private EpochReader(ActivationSource source, RandomStreams streams, long epochs) {
        this.source = source;
        this.streams = streams;
        this.epochs = source.repeatable() ? epochs : 1;
    }

    /** As many epochs as are asked for; a source that is not repeatable has only one. */
    public static EpochReader endless(ActivationSource source, RandomStreams streams) {
        return new EpochReader(source, streams, Long.MAX_VALUE);
    }

    /** {@code epochs} epochs; a source that is not repeatable has only one. */
    public static EpochReader of(ActivationSource source, RandomStreams streams, long epochs) {
        checkArgument(epochs > 0, "epochs must be positive, got %s", epochs);
        return new EpochReader(source, streams, epochs);
    }

    /**
     * Clears {@code batch} and fills it.
     *
     * @return false at the end, when the rows left do not fill the batch; it then holds those, and they are not counted
     *     as delivered
     * @throws IllegalArgumentException when an epoch has no rows at all, or the batch does not have the source's widths
     */
    public boolean next(Batch batch) {
        batch.clear();
        while (!batch.isFull()) {
            if (pass == null) {
                if (epoch == epochs) {
                    return false;
                }
                pass = source.shuffled(streams.seedOf("shuffle", epoch));
            }
            int count = pass.read(batch);
            rowsOfEpoch += count;
            if (count == 0) {
                endEpoch();
            }
        }
        rowsDelivered += batch.rows();
        return true;
    }

    private void endEpoch() {
        checkArgument(rowsOfEpoch > 0, "activations are empty: epoch %s of the source has no rows", epoch);
        close();
        epoch++;
        rowsOfEpoch = 0;
    }

    /** The epoch that is being read, counted from 0: the number of those whose end was reached. */
    public long epoch() {
        return epoch;
    }

    /** Rows in all batches for which {@link #next} answered true. */
    public long rowsDelivered() {
        return rowsDelivered;
    }

    /** Closes the pass that is open. */
    @Override
    public void close() {
        if (pass != null) {
            pass.close();
            pass = null;
        }
    }
}
