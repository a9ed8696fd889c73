package io.sae4j.encoder;

import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;

class LogJumpReluEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return new JumpReluEncoder(ThresholdForm.LOG, 0.1, 2.0);
    }
}
