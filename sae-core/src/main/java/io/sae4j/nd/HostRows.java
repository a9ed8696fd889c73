package io.sae4j.nd;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkPositionIndexes;
import static com.google.common.base.Preconditions.checkState;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads any rows of a two-dimensional array into {@code float[]}, one bulk copy for a run of rows. Never writes to the
 * array. Holds a moving pointer, so each thread needs its own.
 */
public final class HostRows {
    private final INDArray array;
    private final Pointer pointer;
    private final long rows;
    private final int width;
    private final long rowStride;

    private HostRows(INDArray array) {
        this.array = array;
        this.rows = array.size(0);
        this.width = Math.toIntExact(array.size(1));
        this.rowStride = array.size(0) == 1 ? width : array.stride(0);
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        Pointer data = array.data().pointer();
        this.pointer = array.dataType() == DataType.FLOAT ? new FloatPointer(data) : new DoublePointer(data);
    }

    /**
     * Rows of {@code array}, which must be FLOAT or DOUBLE with contiguous rows, as {@link #readable} makes it. The
     * array is kept and read in place.
     *
     * @throws IllegalStateException when the array is closed
     */
    public static HostRows of(INDArray array) {
        checkState(!array.wasClosed(), "the array is closed");
        checkArgument(isReadable(array), "array must be [rows, width], FLOAT or DOUBLE, with contiguous rows");
        return new HostRows(array);
    }

    /**
     * {@code array} itself when {@link #of} can read it, else a detached row-major FLOAT copy (4 bytes an entry,
     * off-heap): for half precision and for column-major or otherwise strided arrays.
     */
    public static INDArray readable(INDArray array) {
        checkState(!array.wasClosed(), "the array is closed");
        if (isReadable(array)) {
            return array;
        }
        return Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', array.shape())
                .assign(array);
    }

    private static boolean isReadable(INDArray array) {
        checkArgument(array.rank() == 2, "array must be [rows, width], got shape %s", Arrays.toString(array.shape()));
        boolean knownType = array.dataType() == DataType.FLOAT || array.dataType() == DataType.DOUBLE;
        return knownType && (array.size(1) == 1 || array.stride(1) == 1);
    }

    /** Copies {@code count} rows from row {@code from} on into {@code out}, beginning at entry {@code at}. */
    public void copy(long from, int count, float[] out, int at) {
        checkArgument(from >= 0 && from + count <= rows, "rows [%s, %s) of %s", from, from + count, rows);
        checkPositionIndexes(at, at + count * width, out.length);
        if (rowStride == width) {
            copyRun(from * rowStride, count * width, out, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            copyRun((from + i) * rowStride, width, out, at + i * width);
        }
    }

    private void copyRun(long position, int n, float[] out, int at) {
        long start = array.offset() + position;
        if (pointer instanceof FloatPointer floats) {
            floats.position(start).get(out, at, n);
            return;
        }
        double[] wide = new double[n];
        ((DoublePointer) pointer).position(start).get(wide, 0, n);
        for (int i = 0; i < n; i++) {
            out[at + i] = (float) wide[i];
        }
    }
}
