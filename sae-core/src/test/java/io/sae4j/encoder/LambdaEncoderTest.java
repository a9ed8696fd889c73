package io.sae4j.encoder;

import io.sae4j.Encoders;

/** An activation function of the user's own. */
class LambdaEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return named("contract-softshrink");
    }

    @Override
    Encoder named(String name) {
        return Encoders.of(name, (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0));
    }
}
