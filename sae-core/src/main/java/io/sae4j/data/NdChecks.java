package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an ND4J array must be to hold rows. */
final class NdChecks {
    private NdChecks() {}

    /**
     * Refuses anything but a two-dimensional floating-point array of positive width; {@code name} leads the message.
     */
    static void requireRows(INDArray array, String name) {
        checkArgument(
                array.rank() == 2,
                "%s must have 2 dimensions [rows, width], got shape %s",
                name,
                Arrays.toString(array.shape()));
        checkArgument(
                array.dataType().isFPType(),
                "%s must be FLOAT, DOUBLE or half precision, got %s",
                name,
                array.dataType());
        checkArgument(array.size(1) > 0, "%s must be at least 1 wide, got width 0", name);
        checkArgument(array.size(1) <= Integer.MAX_VALUE - 8, "%s is too wide: %s", name, array.size(1));
    }
}
