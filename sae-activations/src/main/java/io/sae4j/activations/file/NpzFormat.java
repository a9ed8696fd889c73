package io.sae4j.activations.file;

import io.sae4j.activations.rows.MappedMatrix;
import io.sae4j.activations.rows.RowStreamSource;
import io.sae4j.activations.rows.RowTable;
import io.sae4j.activations.rows.RowTableSource;
import io.sae4j.data.ActivationSource;
import io.sae4j.format.numpy.NpyHeader;
import io.sae4j.format.numpy.NpzArray;
import io.sae4j.format.numpy.NpzFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A two-dimensional array of a {@code .npz} file, to be named where there are several.
 *
 * <p>A stored array is memory-mapped, see {@link MappedMatrix}. A deflated one is read from its beginning in each
 * pass, without random access; in Fortran order a pass holds the whole array, so it may take at most 256 MiB as floats.
 * Opening reads the array once, to compare its checksum.
 */
public final class NpzFormat implements ActivationFormat {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final int NAME_BEGINS = 30;
    private static final int NAME_LENGTH = 26;
    private static final int HEAD_BYTES = 4096;
    private static final String ENTRY_SUFFIX = ".npy";

    @Override
    public String name() {
        return ".npz";
    }

    @Override
    public boolean recognises(Path file) {
        return FileHead.hasSuffix(file, ".npz") || beginsWithAnArray(FileHead.bytes(file, HEAD_BYTES));
    }

    /** ZIP archives are many things; one whose first entry is an {@code .npy} file is of NumPy. */
    private static boolean beginsWithAnArray(byte[] head) {
        if (!FileHead.startsWith(head, ZIP) || head.length < NAME_BEGINS) {
            return false;
        }
        int end = NAME_BEGINS + (head[NAME_LENGTH] & 0xff) + ((head[NAME_LENGTH + 1] & 0xff) << 8);
        if (end > head.length) {
            return false;
        }
        for (int i = 1; i <= ENTRY_SUFFIX.length(); i++) {
            if (head[end - i] != ENTRY_SUFFIX.charAt(ENTRY_SUFFIX.length() - i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ActivationSource open(Path file, FileOptions options) {
        try (NpzFile npz = NpzFile.open(file)) {
            String name = Candidates.choose(file, options, "array", npz.names(), npz.names());
            NpyHeader header;
            try (NpzArray array = npz.array(name)) {
                header = array.header();
                Candidates.requireMatrix(file, "array '" + name + "'", header.shape(), MappedMatrix.MAX_WIDTH);
                OptionalLong stored = npz.storedOffset(name);
                if (stored.isPresent()) {
                    RowTable table = map(file, header, stored.getAsLong());
                    return new RowTableSource(file + " (array '" + name + "')", table);
                }
                NpzRows.requireReadable(file, name, header);
                array.verify();
            }
            return new RowStreamSource(
                    file + " (array '" + name + "')",
                    header.shape()[0],
                    (int) header.shape()[1],
                    () -> NpzRows.open(file, name, header));
        }
    }

    private static RowTable map(Path file, NpyHeader header, long stored) {
        long[] shape = header.shape();
        MappedMatrix matrix = new MappedMatrix(stored + header.dataOffset(), header.type(), shape[0], (int) shape[1]);
        try (FileChannel channel = FileChannel.open(file)) {
            return header.fortranOrder() ? matrix.mapColumnMajor(channel) : matrix.mapRowMajor(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + file + ": " + e, e);
        }
    }
}
