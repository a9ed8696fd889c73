package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;

/** How large a mixing buffer is, where a source cannot be permuted. */
final class MixingRows {
    private static final int MAX_ROWS = 65_536;
    private static final long MAX_FLOATS = 1L << 26;

    private MixingRows() {}

    /** 65,536 rows, fewer where they would take more than 256 MiB. */
    static int of(ActivationSource source) {
        long width = source.inputWidth() + (source.hasOwnTargets() ? (long) source.targetWidth() : 0L);
        return (int) Math.max(1, Math.min(MAX_ROWS, MAX_FLOATS / width));
    }
}
