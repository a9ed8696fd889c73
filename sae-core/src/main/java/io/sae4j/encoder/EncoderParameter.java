package io.sae4j.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * A learned parameter of an encoder.
 *
 * @param name tensor name, unique within the SAE
 * @param shape its shape
 * @param initialValue every entry's value at the start
 */
public record EncoderParameter(String name, long[] shape, double initialValue) {
    public EncoderParameter {
        checkArgument(!name.isBlank(), "parameter name must not be blank");
        checkArgument(
                shape.length > 0 && Arrays.stream(shape).allMatch(n -> n > 0),
                "shape of parameter '%s' must be positive, got %s",
                name,
                Arrays.toString(shape));
        checkArgument(Double.isFinite(initialValue), "initialValue of '%s' must be finite, got %s", name, initialValue);
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }
}
