package io.sae4j.encoder;

/** An encoder of the user's own with learned parameters, without a fold rule. */
class LearnedEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return named("offset");
    }

    @Override
    Encoder named(String name) {
        return new OffsetEncoder(name, false);
    }
}
