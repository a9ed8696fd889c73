package io.sae4j.encoder;

class RescaledBatchTopKEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return new BatchTopKEncoder(3, true);
    }

    @Override
    boolean scaledByDecoderNorms() {
        return true;
    }
}
