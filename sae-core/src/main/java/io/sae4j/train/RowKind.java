package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;

/** Whether the options of autoencoders, transcoders and crosscoders suit the rows of a source. */
final class RowKind {
    private RowKind() {}

    /** @throws IllegalArgumentException when they do not */
    static void check(TrainingConfig config, ActivationSource source) {
        boolean crosscoder = !config.partWidths().isEmpty();
        checkArgument(
                !config.skipConnection() || source.hasOwnTargets(),
                "skipConnection needs a source with targets of their own, as ActivationSources.paired makes it; from inputs to"
                        + " themselves it would learn the identity and leave nothing to the features");
        checkArgument(
                !crosscoder || !source.hasOwnTargets(),
                "crosscoder wants rows [x_1 | x_2 | …] that are inputs and targets at once, as ActivationSources.sideBySide"
                        + " makes them; this source has targets of its own");
        int columns = config.partWidths().stream().mapToInt(Integer::intValue).sum();
        checkArgument(
                !crosscoder || columns == source.inputWidth(),
                "the parts of the crosscoder %s have %s columns, but the rows have %s",
                config.partWidths(),
                columns,
                source.inputWidth());
        checkArgument(
                !config.applyBDecToInput() || source.inputWidth() == source.targetWidth(),
                "applyBDecToInput needs inputs and targets of the same width, got %s and %s",
                source.inputWidth(),
                source.targetWidth());
        checkArgument(
                !config.applyBDecToInput() || !source.hasOwnTargets() || config.normalization() == Normalization.NONE,
                "applyBDecToInput needs one scale for inputs and targets, but with %s each has its own: leave it out, or use"
                        + " Normalization.NONE",
                config.normalization());
    }
}
