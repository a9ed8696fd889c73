package io.sae4j.encoder;

/** An encoder of the user's own with learned parameters, with a fold rule. */
class FoldingLearnedEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return named("offset-folding");
    }

    @Override
    Encoder named(String name) {
        return new OffsetEncoder(name, true);
    }
}
