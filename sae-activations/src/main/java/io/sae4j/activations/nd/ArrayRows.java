package io.sae4j.activations.nd;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookRows;
import io.sae4j.nd.HostArrays;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays of any rank as rows: one axis holds a row's entries, the others, in their order, number the rows. For
 * {@code [N, C, T]} and axis 1, row {@code n·T + t} is {@code array[n, :, t]}.
 */
public final class ArrayRows {
    private ArrayRows() {}

    /**
     * Copies an array's rows.
     *
     * @param array of a floating-point type; not changed. Entries are rounded to 32 bits
     * @param axis which one holds a row's entries
     */
    public static HookRows read(INDArray array, int axis) {
        check(array, axis);
        int width = Math.toIntExact(array.size(axis));
        return new HookRows(Math.toIntExact(array.length() / width), width, HostArrays.toFloats(axisLast(array, axis)));
    }

    /**
     * Edits an array's rows.
     *
     * @param array of a floating-point type; not changed
     * @param axis which one holds a row's entries
     * @return {@code array} itself when the edit changed no bit; else a fresh, detached array of the same type, shape and
     *     order, in which entries that the edit left alone are exactly those of {@code array}
     */
    public static INDArray edit(INDArray array, int axis, Edit edit) {
        HookRows before = read(array, axis);
        float[] values = before.values().clone();
        edit.apply(new HookRows(before.count(), before.width(), values));
        if (Arrays.equals(before.values(), values)) {
            return array;
        }
        INDArray edited = axisLast(array, axis).dup('c');
        if (array.dataType() == DataType.FLOAT) {
            HostArrays.write(values, edited);
        } else {
            for (int i = 0; i < values.length; i++) {
                if (Float.floatToIntBits(values[i]) != Float.floatToIntBits(before.values()[i])) {
                    edited.data().put(i, values[i]);
                }
            }
        }
        INDArray result = Nd4j.createUninitializedDetached(array.dataType(), array.ordering(), array.shape());
        return result.assign(edited.permute(axisBack(array.rank(), axis)));
    }

    private static INDArray axisLast(INDArray array, int axis) {
        return array.permute(
                IntStream.concat(IntStream.range(0, array.rank()).filter(i -> i != axis), IntStream.of(axis))
                        .toArray());
    }

    private static int[] axisBack(int rank, int axis) {
        return IntStream.range(0, rank)
                .map(i -> i < axis ? i : i == axis ? rank - 1 : i - 1)
                .toArray();
    }

    private static void check(INDArray array, int axis) {
        checkArgument(array.dataType().isFPType(), "array must be of a floating-point type, got %s", array.dataType());
        checkElementIndex(axis, array.rank(), "axis");
        checkArgument(!array.isEmpty(), "array must not be empty, its shape is %s", Arrays.toString(array.shape()));
    }
}
