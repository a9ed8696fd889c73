package io.sae4j.encoder;

import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;

class JumpReluEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return new JumpReluEncoder(ThresholdForm.RAW, 0.1, 2.0);
    }
}
