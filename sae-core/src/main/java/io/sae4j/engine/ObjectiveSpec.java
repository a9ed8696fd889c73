package io.sae4j.engine;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.sae4j.encoder.Encoder;
import io.sae4j.loss.Loss;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is trained: an encoder between widths, reconstruction error, and further loss terms.
 *
 * @param dIn width of an input row
 * @param dOut width of a target row
 * @param dSae number of features
 * @param encoder the encoder
 * @param losses terms beyond the reconstruction, each with its own name
 * @param applyBDecToInput whether {@code b_dec} is subtracted from the input
 * @param skipConnection whether the reconstruction has a linear part, {@code W_skip·x}
 * @param partWidths columns of the parts of a crosscoder's rows, in their order; empty for all others
 */
public record ObjectiveSpec(
        int dIn,
        int dOut,
        int dSae,
        Encoder encoder,
        List<Loss> losses,
        boolean applyBDecToInput,
        boolean skipConnection,
        List<Integer> partWidths) {
    public ObjectiveSpec {
        partWidths = ImmutableList.copyOf(partWidths);
        checkArgument(
                partWidths.isEmpty()
                        || partWidths.stream().mapToInt(Integer::intValue).sum() == dOut,
                "parts must fill a target row of %s columns, got %s",
                dOut,
                partWidths);
        losses = ImmutableList.copyOf(losses);
        encoder.checkWidths(dIn, dSae);
        checkArgument(!applyBDecToInput || dIn == dOut, "applyBDecToInput needs dIn = dOut, got %s and %s", dIn, dOut);
        Set<String> names = new HashSet<>();
        for (Loss loss : losses) {
            loss.term().checkWidths(dSae);
            checkArgument(names.add(loss.name()), "loss '%s' is given twice", loss.name());
        }
    }

    /** Without skip connection, of rows in one part. */
    public ObjectiveSpec(int dIn, int dOut, int dSae, Encoder encoder, List<Loss> losses, boolean applyBDecToInput) {
        this(dIn, dOut, dSae, encoder, losses, applyBDecToInput, false, List.of());
    }
}
