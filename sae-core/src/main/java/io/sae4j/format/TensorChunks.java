package io.sae4j.format;

import io.sae4j.nd.HostArrays;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves tensors of any size between files and off-heap memory, a chunk of {@value #CHUNK} floats at a time. */
public final class TensorChunks {
    public static final int CHUNK = 1 << 18;

    private TensorChunks() {}

    /** Fills a buffer from the next bytes of a file, or fails. */
    @FunctionalInterface
    public interface ByteReader {
        /** Fills {@code target} from its position to its limit; an {@link java.io.EOFException} when bytes run out. */
        void read(ByteBuffer target) throws IOException;
    }

    /** Sees the entries of a tensor in row-major order. */
    @FunctionalInterface
    public interface ChunkConsumer {
        /** Entries {@code [at, at + count)} of the tensor are the first of {@code values}. */
        void accept(long at, float[] values, int count) throws IOException;
    }

    /** A fresh detached row-major FLOAT array of {@code shape}, from row-major numbers of {@code type}. */
    public static INDArray read(FloatType type, long[] shape, ByteReader source) throws IOException {
        long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        INDArray array =
                shape.length == 0 ? Nd4j.scalar(0f) : Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
        int chunk = (int) Math.min(length, CHUNK);
        ByteBuffer bytes = ByteBuffer.allocateDirect(chunk * type.bytes());
        float[] values = new float[chunk];
        try {
            for (long at = 0; at < length; at += chunk) {
                int count = (int) Math.min(chunk, length - at);
                bytes.clear().limit(count * type.bytes());
                source.read(bytes);
                type.decode(bytes, 0, values, 0, count);
                HostArrays.writeRun(values, array, at, count);
            }
        } catch (IOException | RuntimeException e) {
            array.close();
            throw e;
        }
        return array;
    }

    /** Shows all entries of {@code array}, converted to float, in row-major order. */
    public static void forEach(INDArray array, ChunkConsumer consumer) throws IOException {
        INDArray dense = HostArrays.denseFloats(array);
        float[] values = new float[(int) Math.min(dense.length(), CHUNK)];
        for (long at = 0; at < dense.length(); at += values.length) {
            int count = (int) Math.min(values.length, dense.length() - at);
            HostArrays.readRun(dense, at, values, count);
            consumer.accept(at, values, count);
        }
    }
}
