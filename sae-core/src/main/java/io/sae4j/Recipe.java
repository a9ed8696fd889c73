package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.GatedEncoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.ReluEncoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.Loss;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.loss.NestedReconstruction.Level;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.RunLength;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The default recipe. The measurements behind each number are in docs/recipes.md. */
public final class Recipe {
    /** Features per dimension of the input. */
    public static final int EXPANSION_FACTOR = 8;
    /** Weight of AuxK (arXiv 2406.04093). */
    public static final double AUXK = 1.0 / 32;
    /** Steps of a run of default length. */
    public static final long STEPS = 6_000;
    /** Rows of a step. */
    public static final int BATCH_SIZE = 1024;
    /** Warm-up over 100 steps, then linear decay to 0 over the last three tenths of the run. */
    public static final LearningRateSchedule SCHEDULE = LearningRateSchedule.linearDecay(100, 0.7);
    /**
     * Adam(0.9, 0.95, 1e-8), gradients clipped to norm 1, unit-norm decoder. With the usual second decay of 0.999 rare
     * features learn slower.
     */
    public static final OptimizerSettings OPTIMIZER = new OptimizerSettings(0.9, 0.95, 1e-8, 1.0, true);

    private static final double RATE = 4e-3;
    private static final double RELU_RATE = 6e-3;
    private static final double GATED_RATE = 3e-3;
    private static final int RATE_WIDTH = 1024;
    private static final double WIDENING = 4;
    private static final double LARGEST_WIDENED_SHARE = 1.0 / 3;
    private static final double ANNEALING_UNTIL = 0.8;
    private static final double RELU_TARGET_UNTIL = 0.6;
    private static final double TARGET_WIDENING = 2;
    private static final double TARGET_UNTIL = 0.4;
    private static final double LEAST_FEATURES_PER_AIM = 4;
    private static final double L1_WARM_UP = 0.8;
    private static final double L0_WARM_UP = 0.25;
    private static final int LARGEST_K = 32;
    private static final double LEVEL_WEIGHT = 0.03;
    private static final double L1 = 2.4;
    private static final double CROSSCODER_L1 = 2.4;
    private static final double L0 = 1.0;
    private static final double GATED_L1 = 3.5;
    private static final double GATED_L1_WARM_UP = 0.5;

    private Recipe() {}

    /** TopK with {@link #k}, or as many codes per row as {@code targetL0} says. */
    public static Encoder encoder(int dIn, int dSae, OptionalDouble targetL0) {
        return Encoders.topK(targetL0.isPresent() ? TargetL0.k(targetL0.getAsDouble()) : k(dIn, dSae));
    }

    /** {@code dIn/4} codes per row, but at most 32 and at most {@code dSae/4}; at least one. */
    public static int k(int dIn, int dSae) {
        return Math.max(1, Math.min(LARGEST_K, Math.min(dIn, dSae) / 4));
    }

    /**
     * {@link #OPTIMIZER}; for ReLU crosscoders with decoder rows of free norm, whose parts' norms L1 pulls down, so that a feature
     * that lives in one part alone loses the others.
     */
    public static OptimizerSettings optimizer(Encoder encoder, boolean crosscoder) {
        boolean unitNorm = !(crosscoder && encoder instanceof ReluEncoder);
        return new OptimizerSettings(
                OPTIMIZER.beta1(), OPTIMIZER.beta2(), OPTIMIZER.epsilon(), OPTIMIZER.clipNorm(), unitNorm);
    }

    /**
     * The penalty that an encoder needs to be sparse: L1 with a warm-up over eight tenths of the run for ReLU, the L0 step
     * with a warm-up over a quarter of it for JumpReLU, L1 with a warm-up and the gate's reconstruction for Gated; none for
     * TopK, BatchTopK and encoders of one's own. A ReLU crosscoder's L1 is weighted by the norms of its decoder's parts
     * ({@link Losses#l1WithDecoderNorms}).
     *
     * @param crosscoder whether rows have parts
     * @param weight of the penalty; the recipe's own where absent
     * @param steered whether the weight is steered to a target L0, which takes the place of a warm-up
     * @param steps length of the run, where known; else that of a default run is assumed
     */
    public static List<Loss> losses(
            Encoder encoder, boolean crosscoder, OptionalDouble weight, boolean steered, OptionalLong steps) {
        long total = steered ? 0 : steps.orElse(STEPS);
        return switch (encoder.name()) {
            case ReluEncoder.NAME -> {
                double l1 = weight.orElse(crosscoder ? CROSSCODER_L1 : L1);
                Loss penalty = crosscoder ? Losses.l1WithDecoderNorms(l1) : Losses.l1(l1);
                yield List.of(penalty.warmUp(Math.round(L1_WARM_UP * total)));
            }
            case GatedEncoder.NAME ->
                List.of(
                        Losses.l1(weight.orElse(GATED_L1)).warmUp(Math.round(GATED_L1_WARM_UP * total)),
                        Losses.gateReconstructionDetached(1));
            case JumpReluEncoder.NAME ->
                List.of(Losses.l0Step(weight.orElse(L0)).warmUp(Math.round(L0_WARM_UP * total)));
            default -> List.of();
        };
    }

    /**
     * TopK and BatchTopK start with four times k and reach k at eight tenths of the run, where four times k is at most a third of the
     * width. With more, codes could rebuild any row, and little would be learned until k has fallen. Other encoders take no
     * notice of it, unless they are steered to {@code targetL0}: ReLU then starts at four times the target and reaches it at
     * six tenths, others at twice the target and reach it at four tenths.
     */
    public static KAnnealing kAnnealing(Encoder encoder, int dIn, int dSae, OptionalDouble targetL0) {
        OptionalInt k = TargetL0.selected(encoder);
        if (k.isEmpty() && targetL0.isPresent()) {
            return narrowing(encoder, dSae, targetL0.getAsDouble());
        }
        boolean fits = k.isPresent() && k.getAsInt() * WIDENING <= dIn * LARGEST_WIDENED_SHARE;
        return fits ? new KAnnealing(WIDENING, ANNEALING_UNTIL) : KAnnealing.NONE;
    }

    /** That of a target: from four times it for ReLU, from twice it for others, where as few as a quarter of the features fire then. */
    private static KAnnealing narrowing(Encoder encoder, int dSae, double target) {
        boolean relu = encoder instanceof ReluEncoder;
        double factor = Math.min(relu ? WIDENING : TARGET_WIDENING, dSae / (LEAST_FEATURES_PER_AIM * target));
        return factor > 1 ? new KAnnealing(factor, relu ? RELU_TARGET_UNTIL : TARGET_UNTIL) : KAnnealing.NONE;
    }

    /**
     * The levels of a Matryoshka SAE: the first sixteenth and the first quarter of the features, each with weight 0.03. With
     * weight 1, as in SAELens, they rebuild more by themselves, but out of mixtures of features.
     *
     * @param dSae number of features, at least 2; with fewer than 16 there is one level
     */
    public static NestedReconstruction matryoshka(int dSae) {
        checkArgument(dSae > 1, "matryoshka needs at least 2 features, got %s", dSae);
        Level quarter = new Level(Math.max(1, dSae / 4), LEVEL_WEIGHT);
        int sixteenth = dSae / 16;
        return new NestedReconstruction(
                sixteenth == 0 ? List.of(quarter) : List.of(new Level(sixteenth, LEVEL_WEIGHT), quarter));
    }

    /** Falls with the root of the number of features, as in dictionary_learning. */
    public static double learningRate(Encoder encoder, int dSae) {
        double rate = encoder instanceof ReluEncoder ? RELU_RATE : encoder instanceof GatedEncoder ? GATED_RATE : RATE;
        return rate * Math.min(1, Math.sqrt((double) RATE_WIDTH / dSae));
    }

    /** 1024 rows, or all of them where there are fewer. */
    public static int batchSize(OptionalLong rows) {
        return (int) Math.max(1, Math.min(BATCH_SIZE, rows.orElse(BATCH_SIZE)));
    }

    /** 6,000 steps; one pass over what can be read only once. */
    public static RunLength length(boolean repeatable) {
        return repeatable ? new RunLength(RunLength.Unit.STEPS, STEPS) : new RunLength(RunLength.Unit.EPOCHS, 1);
    }
}
