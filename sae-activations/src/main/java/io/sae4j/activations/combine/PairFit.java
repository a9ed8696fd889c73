package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;

/** The contract between a pass over pairs and the batch it fills. */
final class PairFit {
    private PairFit() {}

    /** Refuses a batch whose widths are not those of {@code pairs}, or whose target is its input. */
    static void require(Batch batch, ActivationSource pairs) {
        checkArgument(
                batch.inputWidth() == pairs.inputWidth() && batch.targetWidth() == pairs.targetWidth(),
                "the batch has widths [%s, %s], but the source has [%s, %s]",
                batch.inputWidth(),
                batch.targetWidth(),
                pairs.inputWidth(),
                pairs.targetWidth());
        checkArgument(
                !batch.sharesTarget(),
                "the source has targets of its own: make the batch with Batch.forSource or Batch.withTargets");
    }
}
