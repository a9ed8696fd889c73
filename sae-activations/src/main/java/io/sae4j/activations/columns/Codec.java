package io.sae4j.activations.columns;

import io.sae4j.format.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Ways in which parts of columnar files are compressed. {@link #SNAPPY} and {@link #ZSTD} need a library that is an
 * optional dependency.
 */
public enum Codec {
    NONE("", ""),
    GZIP("gzip", ""),
    SNAPPY("Snappy", "org.xerial.snappy:snappy-java"),
    ZSTD("Zstandard", "com.github.luben:zstd-jni"),
    LZ4_FRAME("LZ4", ""),
    LZ4_BLOCK("LZ4", "");

    private final String label;
    private final String coordinates;

    Codec(String label, String coordinates) {
        this.label = label;
        this.coordinates = coordinates;
    }

    /**
     * The first {@code wanted} bytes of what {@code packed} holds, little-endian. Memory is taken as bytes come out, or
     * once {@code packed} is seen to be long enough to hold as many.
     *
     * @param packed its remaining bytes; not moved
     * @param file for messages
     * @throws FormatException when it holds fewer, or is damaged
     * @throws IllegalStateException when the library that reads this compression is missing; the message names it
     */
    public ByteBuffer unpack(ByteBuffer packed, long wanted, Path file) {
        if (wanted < 0 || wanted > Integer.MAX_VALUE - Long.BYTES) {
            throw new FormatException(file, "a part of " + wanted + " bytes cannot be read");
        }
        if (this == NONE) {
            return packed.slice(packed.position(), Math.toIntExact(wanted)).order(ByteOrder.LITTLE_ENDIAN);
        }
        try (InputStream stream = stream(packed, wanted, file)) {
            byte[] bytes = stream.readNBytes((int) wanted);
            if (bytes.length < wanted) {
                throw new FormatException(
                        file, "a " + label + " part holds " + bytes.length + " bytes, expected " + wanted);
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    /**
     * What {@code packed} holds as a stream.
     *
     * @param size bytes that it is said to hold; only the codecs without a stream of their own need it
     * @throws IllegalStateException as in {@link #unpack}
     */
    public InputStream stream(ByteBuffer packed, long size, Path file) {
        try {
            InputStream bytes = new BufferStream(packed);
            return switch (this) {
                case NONE -> bytes;
                case GZIP -> new GZIPInputStream(bytes);
                case ZSTD -> Zstd.stream(bytes);
                case LZ4_FRAME -> new Lz4Frames(packed);
                case LZ4_BLOCK -> new ByteArrayInputStream(Lz4Block.decode(packed, size));
                case SNAPPY -> new ByteArrayInputStream(Snappy.unpack(packed, size));
            };
        } catch (IOException e) {
            throw damaged(file, e);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    file + " is compressed by " + label + "; add " + coordinates + " to the class path to read it", e);
        }
    }

    /** The exception for compressed bytes that cannot be read. */
    public FormatException damaged(Path file, IOException cause) {
        return new FormatException(file, "a " + label + " part is damaged: " + cause.getMessage(), cause);
    }
}
