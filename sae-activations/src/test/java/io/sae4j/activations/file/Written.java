package io.sae4j.activations.file;

import io.sae4j.format.FloatType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of activations made byte by byte; see {@link #value} for what they hold. */
public final class Written {
    private Written() {}

    /** The value of an entry, which every type holds exactly while {@code row} is below 32, binary16 below 256. */
    public static float value(long row, int column) {
        return row + column / 8f;
    }

    public static Path golden(String name) {
        try {
            return Path.of(Written.class.getResource("/golden/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows {@code [first, first + rows)} as numbers of {@code type}. */
    static byte[] numbers(FloatType type, boolean fortran, int first, int rows, int width) {
        ByteBuffer data = ByteBuffer.allocate(rows * width * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                int at = (fortran ? c * rows + r : r * width + c) * type.bytes();
                float value = value(first + r, c);
                switch (type) {
                    case F16 -> data.putShort(at, half(value));
                    case BF16 -> data.putShort(at, (short) (Float.floatToIntBits(value) >>> 16));
                    case F32 -> data.putFloat(at, value);
                    case F64 -> data.putDouble(at, value);
                }
            }
        }
        return data.array();
    }

    /** A value that binary16 holds exactly, not below its normal numbers. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        return value == 0 ? 0 : (short) (((bits >>> 23) - 112) << 10 | (bits >>> 13 & 0x3ff));
    }

    public static byte[] npy(FloatType type, boolean fortran, int first, int rows, int width) {
        return npy(
                type.npyDescr(), fortran, "(" + rows + ", " + width + ")", numbers(type, fortran, first, rows, width));
    }

    static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
        String text = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length(), 0});
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(data);
        return out.toByteArray();
    }

    /** @param namesAndContents name, content, name, content, … */
    static byte[] zip(boolean stored, Object... namesAndContents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                byte[] content = (byte[]) namesAndContents[i + 1];
                ZipEntry entry = new ZipEntry((String) namesAndContents[i]);
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(content);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] safetensors(String header, byte[]... data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.writeBytes(json);
        for (byte[] tensor : data) {
            out.writeBytes(tensor);
        }
        return out.toByteArray();
    }

    /** An entry of a safetensors header. */
    static String tensor(String name, String dtype, String shape, int begin, int end) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + ","
                + end + "]}";
    }

    /** A file with one tensor, {@code acts}. */
    public static byte[] safetensors(FloatType type, int first, int rows, int width) {
        byte[] data = numbers(type, false, first, rows, width);
        return safetensors(
                "{" + tensor("acts", type.name(), "[" + rows + "," + width + "]", 0, data.length) + "}", data);
    }

    public static String csv(char delimiter, int first, int rows, int width) {
        StringBuilder text = new StringBuilder();
        for (int r = first; r < first + rows; r++) {
            for (int c = 0; c < width; c++) {
                text.append(c == 0 ? "" : delimiter).append(value(r, c));
            }
            text.append('\n');
        }
        return text.toString();
    }

    public static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path write(Path file, String content) {
        return write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
