package io.sae4j.nd;

import static com.google.common.base.Preconditions.checkArgument;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Bulk copies between Java arrays and ND4J arrays of type FLOAT or DOUBLE.
 *
 * <p>Element-wise access to off-heap buffers does not vectorise; one bulk copy runs at memory speed.
 */
public final class HostArrays {
    private HostArrays() {}

    /** A fresh row-major FLOAT array {@code shape} holding the first entries of {@code values}. */
    public static INDArray create(float[] values, long... shape) {
        INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
        write(values, array);
        return array;
    }

    /** Overwrites a dense row-major array with the first {@code array.length()} entries of {@code values}. */
    public static void write(float[] values, INDArray array) {
        write(values, 0, array);
    }

    /** Overwrites a dense row-major array with entries of {@code values} from {@code from} on. */
    public static void write(float[] values, int from, INDArray array) {
        requireDense(array);
        int n = Math.toIntExact(array.length());
        checkArgument(values.length - from >= n, "values must hold %s entries from %s, got %s", n, from, values.length);
        Pointer pointer = array.data().pointer();
        if (array.dataType() == DataType.FLOAT) {
            new FloatPointer(pointer).position(array.offset()).put(values, from, n);
        } else {
            double[] wide = new double[n];
            for (int i = 0; i < n; i++) {
                wide[i] = values[from + i];
            }
            new DoublePointer(pointer).position(array.offset()).put(wide, 0, n);
        }
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
    }

    /** Overwrites rows {@code [from, from + count)} of a dense row-major FLOAT matrix. */
    public static void writeRows(float[] values, INDArray matrix, int from, int count) {
        requireDense(matrix);
        int width = Math.toIntExact(matrix.size(1));
        writeRun(values, matrix, (long) from * width, count * width);
    }

    /** Overwrites {@code count} entries from entry {@code at} on of a dense row-major FLOAT array of any size. */
    public static void writeRun(float[] values, INDArray array, long at, int count) {
        floats(array, at).put(values, 0, count);
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
    }

    /** Copies {@code count} entries from entry {@code at} on of a dense row-major FLOAT array of any size. */
    public static void readRun(INDArray array, long at, float[] out, int count) {
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        floats(array, at).get(out, 0, count);
    }

    private static FloatPointer floats(INDArray array, long at) {
        checkArgument(array.dataType() == DataType.FLOAT, "array must be FLOAT, got %s", array.dataType());
        return new FloatPointer(array.data().pointer()).position(array.offset() + at);
    }

    /** Copies a dense row-major array into the first entries of {@code out}. */
    public static void read(INDArray array, float[] out) {
        requireDense(array);
        int n = Math.toIntExact(array.length());
        checkArgument(out.length >= n, "out must hold %s entries, got %s", n, out.length);
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        Pointer pointer = array.data().pointer();
        if (array.dataType() == DataType.FLOAT) {
            new FloatPointer(pointer).position(array.offset()).get(out, 0, n);
        } else {
            double[] wide = new double[n];
            new DoublePointer(pointer).position(array.offset()).get(wide, 0, n);
            for (int i = 0; i < n; i++) {
                out[i] = (float) wide[i];
            }
        }
    }

    /** The entries of any FLOAT, DOUBLE or half-precision array in row-major order; a fresh array. */
    public static float[] toFloats(INDArray array) {
        INDArray dense = denseFloats(array);
        float[] out = new float[Math.toIntExact(array.length())];
        read(dense, out);
        return out;
    }

    /** {@code array} itself when it is dense, row-major and FLOAT; else a copy that is. */
    public static INDArray denseFloats(INDArray array) {
        INDArray floats = array.dataType() == DataType.FLOAT ? array : array.castTo(DataType.FLOAT);
        return isDense(floats) ? floats : floats.dup('c');
    }

    private static boolean isDense(INDArray array) {
        if (array.rank() == 0) {
            return true;
        }
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return true;
    }

    private static void requireDense(INDArray array) {
        checkArgument(
                array.dataType() == DataType.FLOAT || array.dataType() == DataType.DOUBLE,
                "array must be FLOAT or DOUBLE, got %s",
                array.dataType());
        checkArgument(isDense(array), "array must be dense and row-major");
    }
}
