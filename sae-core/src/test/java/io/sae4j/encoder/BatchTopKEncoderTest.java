package io.sae4j.encoder;

class BatchTopKEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return new BatchTopKEncoder(3, false);
    }
}
