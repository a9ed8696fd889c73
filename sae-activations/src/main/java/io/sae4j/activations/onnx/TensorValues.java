package io.sae4j.activations.onnx;

import static com.google.common.base.Preconditions.checkArgument;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Set;
import onnx.Onnx.TensorProto.DataType;

/** Numbers into ONNX Runtime's tensors and out of them, whatever their element type. */
final class TensorValues {
    /** Element types that activations and logits may have. */
    static final Set<Integer> FLOATING =
            Set.of(DataType.FLOAT_VALUE, DataType.DOUBLE_VALUE, DataType.FLOAT16_VALUE, DataType.BFLOAT16_VALUE);

    private static final String RUNTIME_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

    private TensorValues() {}

    /** ONNX's number of a tensor's element type; ONNX Runtime numbers them otherwise. */
    static int elementType(TensorInfo info) {
        String name = info.onnxType.name().substring(RUNTIME_PREFIX.length());
        for (DataType type : DataType.values()) {
            if (type.name().equals(name)) {
                return type.getNumber();
            }
        }
        return DataType.UNDEFINED_VALUE;
    }

    static boolean isFloating(TensorInfo info) {
        return FLOATING.contains(elementType(info));
    }

    /**
     * The numbers of a floating-point tensor, row-major; fresh.
     *
     * @throws IllegalArgumentException when there are more than ONNX Runtime's Java API can hand over
     */
    static float[] read(OnnxTensor tensor) {
        long size = tensor.getInfo().getNumElements();
        checkArgument(
                size <= Integer.MAX_VALUE / Double.BYTES, "%s numbers are too many at once; give fewer tokens", size);
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            float[] values = new float[doubles.remaining()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles.get();
            }
            return values;
        }
        FloatBuffer floats = tensor.getFloatBuffer();
        if (floats.hasArray() && floats.array().length == floats.remaining()) {
            return floats.array();
        }
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    /** A tensor of {@code values}, rounded to an element type of {@link #FLOATING}; the caller closes it. */
    static OnnxTensor write(float[] values, long[] shape, int elementType) throws OrtException {
        return switch (elementType) {
            case DataType.FLOAT_VALUE ->
                OnnxTensor.createTensor(OrtLibrary.environment(), FloatBuffer.wrap(values), shape);
            case DataType.DOUBLE_VALUE -> {
                double[] doubles = new double[values.length];
                Arrays.setAll(doubles, i -> values[i]);
                yield OnnxTensor.createTensor(OrtLibrary.environment(), DoubleBuffer.wrap(doubles), shape);
            }
            case DataType.FLOAT16_VALUE -> half(values, shape, OnnxJavaType.FLOAT16);
            case DataType.BFLOAT16_VALUE -> half(values, shape, OnnxJavaType.BFLOAT16);
            default -> throw new IllegalArgumentException("no floating-point element type: " + name(elementType));
        };
    }

    private static OnnxTensor half(float[] values, long[] shape, OnnxJavaType type) throws OrtException {
        FloatBuffer floats = FloatBuffer.wrap(values);
        ShortBuffer bits = type == OnnxJavaType.FLOAT16
                ? Fp16Conversions.convertFloatBufferToFp16Buffer(floats)
                : Fp16Conversions.convertFloatBufferToBf16Buffer(floats);
        return OnnxTensor.createTensor(OrtLibrary.environment(), bits, shape, type);
    }

    /** A tensor of whole numbers, as integers, booleans (not zero) or floating point; the caller closes it. */
    static OnnxTensor write(long[] values, long[] shape, int elementType) throws OrtException {
        return switch (elementType) {
            case DataType.INT64_VALUE ->
                OnnxTensor.createTensor(OrtLibrary.environment(), LongBuffer.wrap(values), shape);
            case DataType.INT32_VALUE -> {
                int[] ints = new int[values.length];
                Arrays.setAll(ints, i -> (int) values[i]);
                yield OnnxTensor.createTensor(OrtLibrary.environment(), IntBuffer.wrap(ints), shape);
            }
            case DataType.BOOL_VALUE -> {
                ByteBuffer flags = ByteBuffer.allocateDirect(values.length).order(ByteOrder.nativeOrder());
                for (long value : values) {
                    flags.put((byte) (value == 0 ? 0 : 1));
                }
                flags.flip();
                yield OnnxTensor.createTensor(OrtLibrary.environment(), flags, shape, OnnxJavaType.BOOL);
            }
            default -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = values[i];
                }
                yield write(floats, shape, elementType);
            }
        };
    }

    /** The name of an element type, for messages. */
    static String name(int elementType) {
        DataType type = DataType.forNumber(elementType);
        return type == null ? "type " + elementType : type.name();
    }
}
