package io.sae4j.activations.parquet;

import java.nio.ByteBuffer;

/**
 * Small whole numbers in Parquet's hybrid of runs and packed bits: levels, and places in a dictionary. Reading past the
 * end is an {@link IndexOutOfBoundsException} or a {@link java.nio.BufferUnderflowException}.
 */
final class Runs {
    private final ByteBuffer bytes;
    private final int bits;
    private final long mask;
    private int left;
    private boolean packed;
    /** The run's value, or its first byte when it is packed. */
    private int valueOrStart;

    private int taken;

    /** @param bytes little-endian, read from its position to its limit */
    Runs(ByteBuffer bytes, int bits) {
        if (bits < 0 || bits > Integer.SIZE) {
            throw new IndexOutOfBoundsException("numbers of " + bits + " bits");
        }
        this.bytes = bytes;
        this.bits = bits;
        this.mask = (1L << bits) - 1;
    }

    int next() {
        while (left == 0) {
            nextRun();
        }
        int value = value();
        advance(1);
        return value;
    }

    /** How many of the next {@code most} numbers, from the first on, are {@code wanted}; these are passed over. */
    int take(int wanted, int most) {
        int count = 0;
        while (count < most) {
            if (left == 0) {
                nextRun();
            } else if (value() != wanted) {
                break;
            } else {
                int run = packed ? 1 : Math.min(left, most - count);
                advance(run);
                count += run;
            }
        }
        return count;
    }

    private void advance(int count) {
        left -= count;
        taken += count;
    }

    private int value() {
        return packed ? unpack() : valueOrStart;
    }

    private int unpack() {
        long bit = (long) taken * bits;
        int at = valueOrStart + (int) (bit / Byte.SIZE);
        long word = 0;
        if (at <= bytes.limit() - Long.BYTES) {
            word = bytes.getLong(at);
        } else {
            int end = valueOrStart + (int) ((bit + bits + Byte.SIZE - 1) / Byte.SIZE);
            for (int i = end - 1; i >= at; i--) {
                word = (word << Byte.SIZE) | (bytes.get(i) & 0xff);
            }
        }
        return (int) ((word >>> (bit % Byte.SIZE)) & mask);
    }

    private void nextRun() {
        int header = header();
        packed = (header & 1) == 1;
        taken = 0;
        if (packed) {
            left = Math.multiplyExact(header >>> 1, Byte.SIZE);
            valueOrStart = bytes.position();
            long end = valueOrStart + (long) (header >>> 1) * bits;
            bytes.position((int) Math.min(end, bytes.limit()));
        } else {
            left = header >>> 1;
            valueOrStart = 0;
            for (int shift = 0; shift < bits; shift += Byte.SIZE) {
                valueOrStart |= (bytes.get() & 0xff) << shift;
            }
        }
    }

    private int header() {
        int header = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            byte next = bytes.get();
            header |= (next & 0x7f) << shift;
            if (next >= 0) {
                return header;
            }
        }
        throw new IndexOutOfBoundsException("a run's length has no end");
    }
}
