package io.sae4j.encoder;

class TopKEncoderTest extends EncoderContractTest {
    private static final int K = 3;

    @Override
    Encoder encoder() {
        return new TopKEncoder(K, false);
    }

    @Override
    int mostFiring() {
        return K;
    }
}
