package io.sae4j.activations.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.Arrays;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/**
 * An input of a language model.
 *
 * @param elementType ONNX's number of it
 * @param dimensions negative where they vary
 */
record ModelInput(String name, InputRole role, int elementType, long[] dimensions) {
    static ModelInput of(ValueInfoProto info, InputRole role) {
        TypeProto.Tensor type = info.getType().getTensorType();
        long[] dimensions = type.getShape().getDimList().stream()
                .mapToLong(dim ->
                        dim.getValueCase() == TensorShapeProto.Dimension.ValueCase.DIM_VALUE ? dim.getDimValue() : -1)
                .toArray();
        return new ModelInput(info.getName(), role, type.getElemType(), dimensions);
    }

    boolean isInteger() {
        return elementType == DataType.INT64_VALUE || elementType == DataType.INT32_VALUE;
    }

    boolean isFloating() {
        return TensorValues.FLOATING.contains(elementType);
    }

    /** Whether nothing can be given for it: no known role, or a past that cannot be empty. */
    boolean isUnknown() {
        return role == InputRole.UNKNOWN || (role == InputRole.PAST && varying() <= (batchOfPast() < 0 ? 0 : 1));
    }

    private int varying() {
        return (int) Arrays.stream(dimensions).filter(size -> size < 0).count();
    }

    /**
     * Which dimension of a past is the batch: the first that varies, as in {@code [2, batch, heads, past, width]}; none where the
     * batch is fixed, {@code -1} then.
     */
    private int batchOfPast() {
        int first = 0;
        while (first < dimensions.length && dimensions[first] >= 0) {
            first++;
        }
        return first == 0 || varying() > 1 ? first : -1;
    }

    /** For messages: name, type and dimensions. */
    String describe() {
        return "'" + name + "' (" + TensorValues.name(elementType)
                + Arrays.toString(dimensions).replace("-1", "?") + ")";
    }

    /** The shape that it has for {@code batch} windows of {@code length} tokens. */
    long[] shape(int batch, int length) {
        return switch (role) {
            case PAST -> {
                long[] shape = dimensions.clone();
                for (int i = 0; i < shape.length; i++) {
                    if (shape[i] < 0) {
                        shape[i] = i == batchOfPast() ? batch : 0;
                    }
                }
                yield shape;
            }
            case USE_PAST -> new long[] {1};
            case POSITIONS -> dimensions.length == 1 ? new long[] {length} : new long[] {batch, length};
            default -> new long[] {batch, length};
        };
    }

    /** Its value, the caller's to close. */
    OnnxTensor tensor(PaddedWindows windows, long[] paddedIds) throws OrtException {
        long[] shape = shape(windows.batch(), windows.length());
        long[] values = switch (role) {
            case TOKENS -> paddedIds;
            case MASK -> mask(windows);
            case POSITIONS -> positions(shape.length == 1 ? windows.length() : paddedIds.length, windows.length());
            case SEGMENTS -> new long[paddedIds.length];
            case PAST -> new long[0];
            case USE_PAST -> new long[1];
            case UNKNOWN -> throw new IllegalStateException("nothing is known about " + describe());
        };
        return TensorValues.write(values, shape, elementType);
    }

    private static long[] mask(PaddedWindows windows) {
        long[] mask = new long[windows.batch() * windows.length()];
        for (int w = 0; w < windows.lengths().length; w++) {
            int from = w * windows.length();
            Arrays.fill(mask, from, from + windows.lengths()[w], 1);
        }
        return mask;
    }

    private static long[] positions(int size, int length) {
        long[] positions = new long[size];
        Arrays.setAll(positions, i -> i % length);
        return positions;
    }
}
