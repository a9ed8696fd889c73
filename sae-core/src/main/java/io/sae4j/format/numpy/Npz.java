package io.sae4j.format.numpy;

import io.sae4j.format.FormatException;
import io.sae4j.format.TensorChunks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads whole {@code .npz} files. */
public final class Npz {
    private Npz() {}

    /**
     * Reads all arrays of {@code file}; see {@link NpzFile} for reading some.
     *
     * @return fresh detached row-major FLOAT arrays by name (without {@code .npy}), in the archive's order
     * @throws FormatException when it is not such an archive, or an array is damaged or not floating-point and
     *     little-endian
     * @throws java.io.UncheckedIOException when reading fails
     */
    public static Map<String, INDArray> read(Path file) {
        try (NpzFile npz = NpzFile.open(file)) {
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            for (String name : npz.names()) {
                arrays.put(name, read(npz, name, file + "!" + name));
            }
            return arrays;
        }
    }

    private static INDArray read(NpzFile npz, String name, String where) {
        try (NpzArray array = npz.array(name)) {
            NpyHeader header = array.header();
            INDArray numbers = header.fortranOrder()
                    ? fromFortran(header, array)
                    : TensorChunks.read(header.type(), header.shape(), array::fill);
            verify(array, numbers);
            return numbers;
        } catch (IOException e) {
            throw NpzArray.failure(where, e);
        }
    }

    private static void verify(NpzArray array, INDArray numbers) {
        boolean verified = false;
        try {
            array.verify();
            verified = true;
        } finally {
            if (!verified) {
                numbers.close();
            }
        }
    }

    private static INDArray fromFortran(NpyHeader header, NpzArray array) throws IOException {
        long[] shape = header.shape();
        int rank = shape.length;
        long[] reversed =
                IntStream.range(0, rank).mapToLong(i -> shape[rank - 1 - i]).toArray();
        INDArray mirrored = TensorChunks.read(header.type(), reversed, array::fill);
        if (rank < 2) {
            return mirrored;
        }
        int[] axes = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
        try (mirrored) {
            return mirrored.permute(axes).dup('c');
        }
    }
}
