package io.sae4j.encoder;

import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.nd.Products;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pre-activations {@code x·W_enc + b_enc} by one product for the block, and an activation of them. */
final class AffineRowEncoder implements RowEncoder {
    private final INDArray weights;
    private final float[] bias;
    private final Activation activation;

    AffineRowEncoder(Weights weights, Activation activation) {
        this.weights = weights.get(Weights.W_ENC);
        this.bias = HostArrays.toFloats(weights.get(Weights.B_ENC));
        this.activation = activation;
    }

    @Override
    public void encode(float[] rows, int count, float[] codes) {
        try (INDArray input = HostArrays.create(rows, count, weights.size(0));
                INDArray pre = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', count, weights.size(1))) {
            Products.multiply(input, weights, pre);
            HostArrays.read(pre, codes);
        }
        for (int r = 0; r < count; r++) {
            int base = r * bias.length;
            for (int j = 0; j < bias.length; j++) {
                codes[base + j] += bias[j];
            }
        }
        activation.apply(codes, count);
    }
}
