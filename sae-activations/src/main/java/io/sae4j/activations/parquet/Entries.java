package io.sae4j.activations.parquet;

import io.sae4j.format.FloatType;
import java.nio.ByteBuffer;

/** The floats of a page, one after the other. Reading past the end is an {@link IndexOutOfBoundsException}. */
interface Entries {
    /** Reads the next {@code count} floats into {@code out} from entry {@code at} on. */
    void read(float[] out, int at, int count);

    /** Numbers one behind the other. */
    static Entries plain(ByteBuffer bytes, FloatType floats) {
        return new Entries() {
            private int next;

            @Override
            public void read(float[] out, int at, int count) {
                floats.decode(bytes, next, out, at, count);
                next += count * floats.bytes();
            }
        };
    }

    /** Places in a dictionary. */
    static Entries fromDictionary(float[] dictionary, ByteBuffer bytes) {
        int bits = bytes.hasRemaining() ? bytes.get() : 0;
        Runs places = new Runs(bytes, bits);
        return (out, at, count) -> {
            for (int i = 0; i < count; i++) {
                out[at + i] = dictionary[places.next()];
            }
        };
    }

    /** First bytes of all numbers, then second bytes of all, and so on. */
    static Entries split(ByteBuffer bytes, FloatType floats) {
        int numbers = bytes.remaining() / floats.bytes();
        ByteBuffer plain = ByteBuffer.allocate(numbers * floats.bytes());
        for (int part = 0; part < floats.bytes(); part++) {
            for (int i = 0; i < numbers; i++) {
                plain.put(i * floats.bytes() + part, bytes.get(part * numbers + i));
            }
        }
        return plain(plain, floats);
    }
}
