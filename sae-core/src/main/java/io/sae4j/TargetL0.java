package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.loss.Loss;
import java.util.List;
import java.util.OptionalInt;

/** What a target L0 asks of an encoder and an objective. */
final class TargetL0 {
    private static final double TOLERANCE = 0.05;

    private TargetL0() {}

    /** The k that meets a target, for encoders that select k features. */
    static int k(double target) {
        int k = (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(target)));
        checkArgument(
                Math.abs(k - target) <= TOLERANCE * target,
                "targetL0 %s cannot be met within 5 % by an encoder that selects a whole number of features; give a whole"
                        + " number, or an encoder with a penalty, such as Encoders.jumpRelu()",
                target);
        return k;
    }

    /** The number of features that the encoder selects, for those that select a number. */
    static OptionalInt selected(Encoder encoder) {
        if (encoder instanceof TopKEncoder topK) {
            return OptionalInt.of(topK.k());
        }
        return encoder instanceof BatchTopKEncoder batch ? OptionalInt.of(batch.k()) : OptionalInt.empty();
    }

    /**
     * Refuses what a run could not reach.
     *
     * @throws IllegalArgumentException when the target is more than there are features, differs from the encoder's k, or
     *     nothing is there that could be steered
     */
    static void check(double target, int features, Encoder encoder, List<Loss> losses) {
        checkArgument(
                target <= features, "targetL0 must be at most hiddenDim %s, got %s", features, Double.valueOf(target));
        OptionalInt selected = selected(encoder);
        if (selected.isPresent()) {
            checkArgument(
                    selected.getAsInt() == k(target),
                    "targetL0 %s contradicts encoder '%s' with k = %s; give targetL0 alone, or the same number to both",
                    target,
                    encoder.name(),
                    selected.getAsInt());
            return;
        }
        checkArgument(
                losses.stream().anyMatch(loss -> loss.term().isSparsityPenalty() && loss.coefficient() > 0),
                "targetL0 needs a sparsity penalty with a positive coefficient to steer, and the objective has none: %s;"
                        + " add one, such as Losses.l1(…), or let your term's isSparsityPenalty() return true",
                losses.stream().map(Loss::name).toList());
    }
}
