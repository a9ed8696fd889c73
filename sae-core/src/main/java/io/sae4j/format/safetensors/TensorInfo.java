package io.sae4j.format.safetensors;

import java.util.Arrays;

/**
 * What a safetensors header says of one tensor.
 *
 * @param dtype type by its safetensors name, {@code "F32"} for example; also types that cannot be read
 * @param shape sizes of the dimensions; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
public record TensorInfo(String dtype, long[] shape, long begin, long end) {
    public TensorInfo {
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Number of entries; 1 for a scalar. */
    public long length() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
