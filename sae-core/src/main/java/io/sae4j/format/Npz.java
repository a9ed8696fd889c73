package io.sae4j.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads {@code .npz} files: ZIP archives of {@code .npy} files, stored or deflated. */
public final class Npz {
    private static final String SUFFIX = ".npy";
    /** DEFLATE cannot do better than 1032 : 1; an entry that claims more lies about its size. */
    private static final long MAX_DEFLATE_RATIO = 1032;

    private Npz() {}

    /**
     * Reads all arrays of {@code file}.
     *
     * @return fresh detached row-major FLOAT arrays by name (without {@code .npy}), in the archive's order
     * @throws FormatException when it is not such an archive, or an array is not floating-point and little-endian
     * @throws UncheckedIOException when reading fails
     */
    public static Map<String, INDArray> read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
                String name = entry.getName();
                String where = file + "!" + name;
                if (!name.endsWith(SUFFIX)) {
                    throw new FormatException(where, "is not an .npy entry", null);
                }
                INDArray array = read(zip, entry, where);
                if (arrays.put(name.substring(0, name.length() - SUFFIX.length()), array) != null) {
                    throw new FormatException(where, "is there twice", null);
                }
            }
            return arrays;
        } catch (ZipException e) {
            throw new FormatException(file, "is not a readable .npz (ZIP) file: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    private static INDArray read(ZipFile zip, ZipEntry entry, String where) throws IOException {
        if (entry.getSize() / MAX_DEFLATE_RATIO > entry.getCompressedSize()) {
            throw new FormatException(where, "claims an impossible size: " + entry.getSize() + " bytes", null);
        }
        try (InputStream stream = zip.getInputStream(entry);
                ReadableByteChannel channel = Channels.newChannel(stream)) {
            TensorChunks.ByteReader source = target -> fill(channel, target);
            NpyHeader header = NpyHeader.read(source, where);
            NpyFile.checkSize(header, entry.getSize() - header.dataOffset(), where);
            if (!header.fortranOrder()) {
                return TensorChunks.read(header.type(), header.shape(), source);
            }
            return fromFortran(header, source);
        } catch (EOFException e) {
            throw new FormatException(where, "ends early", e);
        } catch (ZipException e) {
            throw new FormatException(where, "cannot be decompressed: " + e.getMessage(), e);
        }
    }

    private static INDArray fromFortran(NpyHeader header, TensorChunks.ByteReader source) throws IOException {
        long[] shape = header.shape();
        int rank = shape.length;
        long[] reversed =
                IntStream.range(0, rank).mapToLong(i -> shape[rank - 1 - i]).toArray();
        INDArray mirrored = TensorChunks.read(header.type(), reversed, source);
        if (rank < 2) {
            return mirrored;
        }
        int[] axes = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
        try (mirrored) {
            return mirrored.permute(axes).dup('c');
        }
    }

    private static void fill(ReadableByteChannel channel, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                throw new EOFException();
            }
        }
    }
}
