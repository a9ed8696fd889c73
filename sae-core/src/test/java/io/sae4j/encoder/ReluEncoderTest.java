package io.sae4j.encoder;

class ReluEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return new ReluEncoder();
    }
}
