package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.MappedFile;
import io.sae4j.format.FormatException;

/**
 * A message: a schema, a record batch, or something else.
 *
 * @param kind one of the constants, or another number
 * @param header what it says
 * @param bodyAt first byte of its buffers in the file
 * @param bodyBytes bytes of its buffers
 */
record ArrowMessage(int kind, FlatTable header, int version, long bodyAt, long bodyBytes) {
    static final int SCHEMA = 1;
    static final int DICTIONARY_BATCH = 2;
    static final int RECORD_BATCH = 3;

    private static final int VERSION = 0;
    private static final int KIND = 1;
    private static final int HEADER = 2;
    private static final int BODY_LENGTH = 3;
    private static final int CONTINUATION = -1;

    /** Whether the message at {@code at} is the mark of a stream's end. */
    static boolean isEnd(MappedFile file, long at) {
        return length(file, at) == 0;
    }

    static ArrowMessage read(MappedFile file, long at) {
        int bytes = length(file, at);
        long start = at + prefix(file, at);
        if (bytes <= 0) {
            throw new FormatException(file.path(), "has a message of " + bytes + " bytes at byte " + at);
        }
        FlatTable message = FlatTable.root(file.bytes(start, bytes));
        FlatTable header = message.table(HEADER);
        long bodyAt = start + bytes;
        long bodyBytes = message.getLong(BODY_LENGTH);
        if (header == null) {
            throw new FormatException(file.path(), "has a message without a header at byte " + at);
        }
        if (bodyBytes < 0 || bodyBytes > file.size() - bodyAt) {
            throw new FormatException(
                    file.path(),
                    "is truncated or damaged: a message at byte " + at + " says that " + bodyBytes
                            + " bytes follow, there are " + (file.size() - bodyAt));
        }
        return new ArrowMessage(message.getByte(KIND), header, message.getShort(VERSION), bodyAt, bodyBytes);
    }

    /** First byte after the message. */
    long end() {
        return bodyAt + bodyBytes;
    }

    private static int length(MappedFile file, long at) {
        int first = file.getInt(at);
        return first == CONTINUATION ? file.getInt(at + Integer.BYTES) : first;
    }

    /** Before version 0.15 of Arrow there was no mark before the length. */
    private static int prefix(MappedFile file, long at) {
        return file.getInt(at) == CONTINUATION ? 2 * Integer.BYTES : Integer.BYTES;
    }
}
