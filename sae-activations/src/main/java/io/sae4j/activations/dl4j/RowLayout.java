package io.sae4j.activations.dl4j;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the rows lie in a layer's output.
 *
 * @param rank of the array
 * @param axis which one holds a row's entries
 * @param width entries of a row
 */
record RowLayout(int rank, int axis, int width) {
    private static final int CHANNELS_FIRST = 1;

    static RowLayout of(InputType type) {
        if (type instanceof InputType.InputTypeRecurrent recurrent) {
            return new RowLayout(
                    3, recurrent.getFormat() == RNNFormat.NWC ? 2 : CHANNELS_FIRST, width(recurrent.getSize()));
        }
        if (type instanceof InputType.InputTypeConvolutional image) {
            return new RowLayout(
                    4, image.getFormat() == CNN2DFormat.NHWC ? 3 : CHANNELS_FIRST, width(image.getChannels()));
        }
        if (type instanceof InputType.InputTypeConvolutional3D volume) {
            return new RowLayout(
                    5,
                    volume.getDataFormat() == Convolution3D.DataFormat.NDHWC ? 4 : CHANNELS_FIRST,
                    width(volume.getChannels()));
        }
        return new RowLayout(2, CHANNELS_FIRST, width(type.arrayElementsPerExample()));
    }

    /** What DL4J says of a network's layers, where the input type suits the network. */
    static <T> T typesFrom(Supplier<T> configuration) {
        try {
            return configuration.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the input type does not fit the network: " + e.getMessage(), e);
        }
    }

    private static int width(long entries) {
        return Math.toIntExact(entries);
    }

    void check(String name, INDArray array) {
        checkArgument(
                array.rank() == rank && array.size(axis) == width,
                "layer '%s' should give rank %s with %s entries along axis %s by the network's input type, its shape is %s",
                name,
                rank,
                width,
                axis,
                Arrays.toString(array.shape()));
    }
}
