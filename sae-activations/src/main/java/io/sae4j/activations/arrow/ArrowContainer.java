package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.MappedFile;
import io.sae4j.format.FormatException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an Arrow file, of the file or the stream format.
 *
 * @param fields the schema's fields
 * @param version of the metadata
 * @param batches the record batches, in their order
 */
record ArrowContainer(List<ArrowField> fields, int version, List<ArrowMessage> batches) {
    /** Version of the metadata from which on unions have no validity buffer; the only other one that is read is 3. */
    private static final int VERSION_5 = 4;

    private static final int VERSION_4 = 3;
    private static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1'};
    private static final byte[] FEATHER_1 = {'F', 'E', 'A', '1'};
    private static final int FOOTER_SCHEMA = 1;
    private static final int FOOTER_BATCHES = 3;
    private static final int BLOCK_BYTES = 24;

    static ArrowContainer read(MappedFile file) {
        if (file.size() < Long.BYTES) {
            throw new FormatException(file.path(), "is too short for an Arrow file: " + file.size() + " bytes");
        }
        if (startsWith(FEATHER_1, file, 0)) {
            throw new FormatException(
                    file.path(), "is of Feather version 1; version 2 can be read (the default of current writers)");
        }
        return startsWith(MAGIC, file, 0) ? readFile(file) : readStream(file);
    }

    boolean unionsHaveValidity() {
        return version < VERSION_5;
    }

    /** The file format: a footer tells where the record batches are. */
    private static ArrowContainer readFile(MappedFile file) {
        long lengthAt = file.size() - MAGIC.length - Integer.BYTES;
        if (lengthAt < Long.BYTES || !startsWith(MAGIC, file, lengthAt + Integer.BYTES)) {
            throw new FormatException(file.path(), "is truncated: it does not end with Arrow's mark");
        }
        int length = file.getInt(lengthAt);
        if (length <= 0 || length > lengthAt) {
            throw new FormatException(file.path(), "is damaged: its footer is said to have " + length + " bytes");
        }
        FlatTable footer = FlatTable.root(file.bytes(lengthAt - length, length));
        FlatTable.Vector blocks = footer.vector(FOOTER_BATCHES, BLOCK_BYTES);
        List<ArrowMessage> batches = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            ArrowMessage message = ArrowMessage.read(file, blocks.getLong(i, 0));
            if (message.kind() != ArrowMessage.RECORD_BATCH) {
                throw new FormatException(file.path(), "is damaged: its footer points to no record batch");
            }
            batches.add(message);
        }
        return of(footer.table(FOOTER_SCHEMA), footer.getShort(0), batches, file);
    }

    /** The stream format: messages up to a mark or the end of the file. */
    private static ArrowContainer readStream(MappedFile file) {
        ArrowMessage schema = ArrowMessage.read(file, 0);
        if (schema.kind() != ArrowMessage.SCHEMA) {
            throw new FormatException(file.path(), "is not an Arrow file: it does not begin with a schema");
        }
        List<ArrowMessage> batches = new ArrayList<>();
        long at = schema.end();
        while (at < file.size() && !ArrowMessage.isEnd(file, at)) {
            ArrowMessage message = ArrowMessage.read(file, at);
            switch (message.kind()) {
                case ArrowMessage.RECORD_BATCH -> batches.add(message);
                case ArrowMessage.DICTIONARY_BATCH -> {}
                default ->
                    throw new FormatException(
                            file.path(), "is damaged: it has a message of kind " + message.kind() + " at byte " + at);
            }
            at = message.end();
        }
        return of(schema.header(), schema.version(), batches, file);
    }

    private static ArrowContainer of(
            @Nullable FlatTable schema, int version, List<ArrowMessage> batches, MappedFile file) {
        if (schema == null) {
            throw new FormatException(file.path(), "is damaged: it has no schema");
        }
        if (version != VERSION_4 && version != VERSION_5) {
            throw new FormatException(
                    file.path(), "has metadata of Arrow's version " + (version + 1) + "; 4 and 5 can be read");
        }
        if (schema.getShort(0) != 0) {
            throw new FormatException(file.path(), "holds big-endian numbers");
        }
        return new ArrowContainer(ArrowField.all(schema.vector(1, Integer.BYTES)), version, batches);
    }

    static boolean startsWith(byte[] mark, MappedFile file, long at) {
        for (int i = 0; i < mark.length; i++) {
            if (at + i >= file.size() || file.getByte(at + i) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
