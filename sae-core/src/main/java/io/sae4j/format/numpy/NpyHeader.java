package io.sae4j.format.numpy;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import io.sae4j.format.TensorChunks;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The header of a {@code .npy} file (versions 1 to 3), floating-point and little-endian.
 *
 * @param type type of the numbers
 * @param fortranOrder whether the first index runs fastest
 * @param shape sizes of the dimensions; empty for a scalar
 * @param dataOffset byte at which the numbers begin
 */
public record NpyHeader(FloatType type, boolean fortranOrder, long[] shape, long dataOffset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER_BYTES = 1 << 20;
    private static final int ALIGNMENT = 64;

    public NpyHeader {
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Bytes that the numbers take. */
    public long dataBytes() {
        return Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    }

    /**
     * Reads a header from the start of {@code source}.
     *
     * @param file name of the file, for messages
     * @throws FormatException when it is none, or one that cannot be read: another dtype, a big-endian one
     */
    static NpyHeader read(TensorChunks.ByteReader source, String file) throws IOException {
        try {
            byte[] start = next(source, MAGIC.length + 2);
            if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new FormatException(file, "is not an .npy file", null);
            }
            int version = start[MAGIC.length];
            if (version < 1 || version > 3) {
                throw new FormatException(file, ".npy version " + version + " is unknown; 1 to 3 can be read", null);
            }
            int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
            ByteBuffer length = ByteBuffer.wrap(next(source, lengthBytes)).order(ByteOrder.LITTLE_ENDIAN);
            int headerBytes = version == 1 ? length.getShort(0) & 0xffff : length.getInt(0);
            if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
                throw new FormatException(
                        file, ".npy header is said to have " + Integer.toUnsignedString(headerBytes) + " bytes", null);
            }
            byte[] text = next(source, headerBytes);
            long dataOffset = (long) MAGIC.length + 2 + lengthBytes + headerBytes;
            return NpyHeaderText.parse(new String(text, StandardCharsets.UTF_8), dataOffset, file);
        } catch (EOFException e) {
            throw new FormatException(file, "ends within the .npy header (empty or truncated)", e);
        }
    }

    /**
     * The header as bytes (version 1), padded so that the numbers begin at a multiple of 64 bytes.
     *
     * @param minBytes length to pad to at least, so that a header can be patched in place
     */
    static byte[] write(FloatType type, boolean fortranOrder, int minBytes, long... shape) {
        checkArgument(type.npyDescr() != null, "NumPy has no type %s", type);
        String dimensions = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String text = "{'descr': '" + type.npyDescr() + "', 'fortran_order': " + (fortranOrder ? "True" : "False")
                + ", 'shape': (" + dimensions + (shape.length == 1 ? ",), }" : "), }");
        int prefix = MAGIC.length + 2 + Short.BYTES;
        int total = Math.max(minBytes, prefix + text.length() + 1);
        total = (total + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (total - prefix));
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    private static byte[] next(TensorChunks.ByteReader source, int count) throws IOException {
        byte[] bytes = new byte[count];
        source.read(ByteBuffer.wrap(bytes));
        return bytes;
    }
}
