package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.Codec;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.format.FormatException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A buffer of a record batch, maybe compressed.
 *
 * @param at first byte in the file
 * @param length bytes there
 * @param codec of the whole record batch; a buffer may be stored as it is all the same
 */
record ArrowBuffer(MappedFile file, long at, long length, Codec codec) {
    private static final long STORED_AS_IT_IS = -1;

    ArrowBuffer {
        if (at < 0 || length < 0 || length > file.size() - at) {
            throw new FormatException(
                    file.path(), "is truncated or damaged: a buffer of " + length + " bytes begins at byte " + at);
        }
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** The first {@code wanted} bytes. */
    ByteBuffer bytes(long wanted) {
        if (codec == Codec.NONE) {
            requireLength(wanted, length);
            return file.bytes(at, wanted);
        }
        return actualCodec(wanted).unpack(payload(), wanted, file.path());
    }

    /** The bytes one after the other. */
    InputStream stream(long wanted) {
        return actualCodec(wanted).stream(payload(), wanted, file.path());
    }

    void requireLength(long wanted, long there) {
        if (there < wanted) {
            throw new FormatException(file.path(), "is damaged: a buffer of " + there + " bytes should hold " + wanted);
        }
    }

    private Codec actualCodec(long wanted) {
        if (length < Long.BYTES) {
            throw new FormatException(file.path(), "is damaged: a compressed buffer has " + length + " bytes");
        }
        long unpacked = file.getLong(at);
        boolean stored = unpacked == STORED_AS_IT_IS;
        requireLength(wanted, stored ? length - Long.BYTES : unpacked);
        return stored ? Codec.NONE : codec;
    }

    private ByteBuffer payload() {
        return file.bytes(at + Long.BYTES, length - Long.BYTES);
    }
}
