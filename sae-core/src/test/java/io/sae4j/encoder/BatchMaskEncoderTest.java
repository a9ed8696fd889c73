package io.sae4j.encoder;

import io.sae4j.model.EncoderSpec;
import org.nd4j.autodiff.samediff.SDVariable;

/** An encoder of the user's own with a mask of the whole batch, in training and for inference. */
class BatchMaskEncoderTest extends EncoderContractTest {
    private static final int K = 4;

    private record Masked(String name) implements Encoder {
        @Override
        public EncoderSpec spec() {
            return EncoderSpec.of(name);
        }

        @Override
        public boolean needsWholeBatch() {
            return true;
        }

        @Override
        public TrainingCodes build(EncoderGraph graph) {
            SDVariable z = graph.preActivations();
            SDVariable mask =
                    graph.batchMask("mask", z, RowMasks.largestPositive(K).ofBatch());
            return TrainingCodes.plain(z.mul(mask), z);
        }
    }

    @Override
    Encoder encoder() {
        return named("batch-mask");
    }

    @Override
    Encoder named(String name) {
        return new Masked(name);
    }

    @Override
    int mostFiring() {
        return K;
    }
}
