package io.sae4j.encoder;

class RescaledTopKEncoderTest extends EncoderContractTest {
    private static final int K = 3;

    @Override
    Encoder encoder() {
        return new TopKEncoder(K, true);
    }

    @Override
    boolean scaledByDecoderNorms() {
        return true;
    }

    @Override
    int mostFiring() {
        return K;
    }
}
