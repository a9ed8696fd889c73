package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Mixes a sequential pass: a buffer is filled, then a random row of it is delivered and the next row of the pass takes
 * its place; at the end what is left is delivered in random order. Each row exactly once. A source no longer than the
 * buffer is permuted truly; in a longer one a row may come much later than it was read, but at most a buffer earlier.
 */
final class MixingReader implements RowReader {
    /** Rows in the buffer, unless they would be more than {@link #MAX_FLOATS}. */
    static final int DEFAULT_ROWS = 65_536;

    private static final long MAX_FLOATS = 1L << 27;
    private static final int STAGED_ROWS = 256;

    private final ActivationSource source;
    private final RowReader rows;
    private final SplittableRandom random;
    private final int bufferRows;
    private final Batch staged;
    private Slot[] slots = new Slot[STAGED_ROWS];
    private int filled;
    private int stagedTaken;
    private boolean ended;

    private MixingReader(ActivationSource source, long seed, int bufferRows) {
        checkArgument(bufferRows > 0, "bufferRows must be positive, got %s", bufferRows);
        this.source = source;
        this.rows = source.sequential();
        this.random = new SplittableRandom(seed);
        this.bufferRows = bufferRows;
        this.staged = Batch.forSource(source, STAGED_ROWS);
    }

    static MixingReader over(ActivationSource source, long seed) {
        return over(source, seed, defaultRows(source));
    }

    static MixingReader over(ActivationSource source, long seed, int bufferRows) {
        return new MixingReader(source, seed, bufferRows);
    }

    private static int defaultRows(ActivationSource source) {
        long width = source.inputWidth() + (source.hasOwnTargets() ? (long) source.targetWidth() : 0L);
        return (int) Math.max(1, Math.min(DEFAULT_ROWS, MAX_FLOATS / width));
    }

    @Override
    public int read(Batch batch) {
        BatchFit.require(batch, source);
        fill();
        int before = batch.rows();
        while (!batch.isFull() && filled > 0) {
            int chosen = random.nextInt(filled);
            slots[chosen].appendTo(batch);
            if (stage()) {
                slots[chosen].take(staged, stagedTaken++);
            } else {
                Slot emptied = slots[chosen];
                slots[chosen] = slots[--filled];
                slots[filled] = emptied;
            }
        }
        return batch.rows() - before;
    }

    private void fill() {
        while (!ended && filled < bufferRows && stage()) {
            if (filled == slots.length) {
                slots = Arrays.copyOf(slots, (int) Math.min(2L * filled, bufferRows));
            }
            slots[filled] = new Slot(source);
            slots[filled++].take(staged, stagedTaken++);
        }
    }

    /** Whether a staged row is at hand; reads more of the pass when the last one is taken. */
    private boolean stage() {
        if (!ended && stagedTaken == staged.rows()) {
            staged.clear();
            stagedTaken = 0;
            ended = rows.read(staged) == 0;
        }
        return stagedTaken < staged.rows();
    }

    @Override
    public void close() {
        rows.close();
    }

    /** One buffered row. */
    private static final class Slot {
        private final float[] input;
        private final float[] target;
        private long number;

        Slot(ActivationSource source) {
            input = new float[source.inputWidth()];
            target = source.hasOwnTargets() ? new float[source.targetWidth()] : input;
        }

        void take(Batch from, int row) {
            number = from.sourceRow(row);
            System.arraycopy(from.input(), row * input.length, input, 0, input.length);
            if (target != input) {
                System.arraycopy(from.target(), row * target.length, target, 0, target.length);
            }
        }

        void appendTo(Batch batch) {
            int at = batch.append(1, number);
            System.arraycopy(input, 0, batch.input(), at * input.length, input.length);
            if (!batch.sharesTarget()) {
                System.arraycopy(target, 0, batch.target(), at * target.length, target.length);
            }
        }
    }
}
