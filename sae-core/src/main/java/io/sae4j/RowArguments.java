package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.nd.HostArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks of rows that users hand in. */
final class RowArguments {
    private RowArguments() {}

    /** The finite values of {@code [n, width]}, row-major; fresh. */
    static float[] rows(String name, INDArray array, int width, String widthOf) {
        checkArgument(
                array.rank() == 2 && array.size(0) > 0,
                "%s must have shape [n, %s] with n at least 1, got %s",
                name,
                width,
                Arrays.toString(array.shape()));
        checkArgument(
                array.size(1) == width, "%s have width %s, but %s has width %s", name, array.size(1), widthOf, width);
        checkArgument(array.dataType().isFPType(), "%s must be floating point, got %s", name, array.dataType());
        float[] values = HostArrays.toFloats(array);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        name + " contain " + values[i] + " at row " + i / width + ", column " + i % width);
            }
        }
        return values;
    }
}
