package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

/** The contract between a reader and the batch it fills: for those who write sources of their own. */
public final class BatchFit {
    private BatchFit() {}

    /**
     * Refuses a batch whose widths are not the source's, or which has no room for the source's targets.
     *
     * @throws IllegalArgumentException then
     */
    public static void require(Batch batch, ActivationSource source) {
        checkArgument(
                batch.inputWidth() == source.inputWidth() && batch.targetWidth() == source.targetWidth(),
                "the batch has widths [%s, %s], but the source has [%s, %s]",
                batch.inputWidth(),
                batch.targetWidth(),
                source.inputWidth(),
                source.targetWidth());
        checkArgument(
                !source.hasOwnTargets() || !batch.sharesTarget(),
                "the source has targets of its own: make the batch with Batch.forSource or Batch.withTargets");
    }

    /** Makes the inputs of {@code count} rows their targets too, where the batch keeps the two apart. */
    public static void mirrorInput(Batch batch, int first, int count) {
        if (!batch.sharesTarget()) {
            int width = batch.inputWidth();
            System.arraycopy(batch.input(), first * width, batch.target(), first * width, count * width);
        }
    }

    /** Appends a copy of row {@code row} of {@code from}, with its source row number. */
    public static void appendRow(Batch from, int row, Batch to) {
        int at = to.append(1, from.sourceRow(row));
        copyRow(from, row, to, at);
    }

    /** Overwrites row {@code at} of {@code to} by row {@code row} of {@code from}; its source row number stays. */
    public static void copyRow(Batch from, int row, Batch to, int at) {
        int in = from.inputWidth();
        System.arraycopy(from.input(), row * in, to.input(), at * in, in);
        if (!to.sharesTarget()) {
            int out = from.targetWidth();
            System.arraycopy(from.target(), row * out, to.target(), at * out, out);
        }
    }
}
