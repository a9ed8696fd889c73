package io.sae4j.format.numpy;

import static io.sae4j.format.FormatTests.assertRefused;
import static io.sae4j.format.FormatTests.littleEndian;
import static io.sae4j.format.FormatTests.npy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {
    private static final byte[] FIRST = npy("'<f4'", false, "(3,)", littleEndian(1, 2, 3));
    private static final byte[] SECOND = npy("'<f4'", false, "(2, 2)", littleEndian(4, 5, 6, 7));

    @TempDir
    Path directory;

    @Test
    void findsStoredBytesInTheFile() throws IOException {
        assertSecondLiesInTheFile(archive(true, ""));
        assertSecondLiesInTheFile(archive(true, "PK\5\6 is how the end of an archive begins, here in its comment"));
        assertSecondLiesInTheFile(zip64());
    }

    private void assertSecondLiesInTheFile(byte[] archive) throws IOException {
        Path file = Files.write(directory.resolve("a.npz"), archive);
        try (NpzFile npz = NpzFile.open(file)) {
            int at = (int) npz.storedOffset("second").orElseThrow();
            assertThat(Arrays.copyOfRange(archive, at, at + SECOND.length)).isEqualTo(SECOND);
        }
        assertSecondIsRead(archive);
    }

    @Test
    void findsNothingWhereBytesDoNotLieAsTheyAre() throws IOException {
        assertNotFound(archive(false, ""));
        byte[] prepended = new byte[100 + archive(true, "").length];
        System.arraycopy(archive(true, ""), 0, prepended, 100, prepended.length - 100);
        assertNotFound(prepended);
    }

    private void assertNotFound(byte[] archive) throws IOException {
        Path file = Files.write(directory.resolve("a.npz"), archive);
        try (NpzFile npz = NpzFile.open(file)) {
            assertThat(npz.storedOffset("second")).isEmpty();
        }
        assertSecondIsRead(archive);
    }

    private void assertSecondIsRead(byte[] archive) throws IOException {
        Path file = Files.write(directory.resolve("a.npz"), archive);
        try (NpzFile npz = NpzFile.open(file);
                NpzArray array = npz.array("second")) {
            assertThat(npz.names()).contains("second");
            assertThat(array.header().shape()).containsExactly(2, 2);
            float[] numbers = new float[4];
            array.read(numbers, 1, 1);
            array.read(numbers, 2, 2);
            assertThat(numbers).containsExactly(0, 4, 5, 6);
            array.verify();
        }
    }

    @Test
    void seesAFlippedByte() throws IOException {
        byte[] archive = archive(true, "");
        try (NpzFile npz = NpzFile.open(Files.write(directory.resolve("good.npz"), archive))) {
            archive[(int) npz.storedOffset("second").orElseThrow() + SECOND.length - 1] ^= 1;
        }
        Path file = Files.write(directory.resolve("bad.npz"), archive);
        String problem = "is damaged: its bytes do not have the checksum of the archive";
        try (NpzFile npz = NpzFile.open(file);
                NpzArray array = npz.array("second")) {
            assertThat(npz.storedOffset("second")).isEmpty();
            assertRefused(Path.of(file + "!second.npy"), problem, array::verify);
        }
        assertRefused(Path.of(file + "!second.npy"), problem, () -> Npz.read(file));
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        Path file = Files.write(directory.resolve("a.npz"), archive(true, ""));
        try (NpzFile npz = NpzFile.open(file)) {
            String problem = "array 'third' is missing; there are [first, second]";
            assertRefused(file, problem, () -> npz.array("third"));
            assertRefused(file, problem, () -> npz.storedOffset("third"));
        }
    }

    private static byte[] archive(boolean stored, String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment(comment);
            for (boolean first : new boolean[] {true, false}) {
                byte[] content = first ? FIRST : SECOND;
                ZipEntry entry = new ZipEntry(first ? "first.npy" : "second.npy");
                if (stored) {
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.length);
                    entry.setCrc(crc(content));
                }
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    /** As NumPy writes arrays that lie beyond 4 GB: the offsets are in ZIP64 fields. */
    private static byte[] zip64() {
        byte[] name = "second.npy".getBytes(StandardCharsets.US_ASCII);
        int before = 17;
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        // A first entry, so that the second does not begin at 0.
        int crc = (int) crc(SECOND);
        byte[] filler = "filler.npy".getBytes(StandardCharsets.US_ASCII);
        local(out, filler, (int) crc(new byte[before]), before);
        out.put(new byte[before]);
        int second = out.position();
        local(out, name, crc, SECOND.length);
        out.put(SECOND);
        int directory = out.position();
        central(out, filler, (int) crc(new byte[before]), before, 0);
        central(out, name, crc, SECOND.length, second);
        int end64 = out.position();
        int entries = 2;
        out.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
        out.putInt(0).putInt(0).putLong(entries).putLong(entries);
        out.putLong(end64 - directory).putLong(directory);
        out.putInt(0x07064b50).putInt(0).putLong(end64).putInt(1);
        out.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
        out.putInt(-1).putInt(-1).putShort((short) 0);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void local(ByteBuffer out, byte[] name, int crc, int size) {
        out.putInt(0x04034b50)
                .putShort((short) 45)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0);
        out.putInt(crc)
                .putInt(size)
                .putInt(size)
                .putShort((short) name.length)
                .putShort((short) 0)
                .put(name);
    }

    private static void central(ByteBuffer out, byte[] name, int crc, int size, long offset) {
        out.putInt(0x02014b50)
                .putShort((short) 45)
                .putShort((short) 45)
                .putShort((short) 0)
                .putShort((short) 0);
        out.putInt(0)
                .putInt(crc)
                .putInt(size)
                .putInt(size)
                .putShort((short) name.length)
                .putShort((short) 12);
        out.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(-1)
                .put(name);
        out.putShort((short) 1).putShort((short) 8).putLong(offset);
    }
}
