package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.CustomLoss;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.PreActivation;
import java.util.Set;
import java.util.function.BiFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Loss terms beyond the reconstruction. Coefficients weigh against {@code E‖x − x̂‖²} of rows scaled to mean norm √d.
 * Each can be given a linear warm-up: {@code Losses.l1(0.5).warmUp(1000)}.
 */
public final class Losses {
    private static final double DEFAULT_TANH_SCALE = 4.0;
    private static final double DEFAULT_AUXK = 1.0 / 32;
    private static final ImmutableSet<String> BUILT_IN =
            ImmutableSet.of(L1.NAME, L0Step.NAME, L0Tanh.NAME, PreActivation.NAME, AuxK.NAME);

    private Losses() {}

    /** {@code λ·E Σ_j a_j}. Too high: L0 collapses and features die; too low: everything fires. */
    public static Loss l1(double coefficient) {
        return Loss.of(new L1(false), coefficient);
    }

    /** {@code λ·E Σ_j a_j·‖w_j‖}, for decoders of free norm. */
    public static Loss l1WithDecoderNorms(double coefficient) {
        return Loss.of(new L1(true), coefficient);
    }

    /** {@code λ·E Σ_j 1[z_j > θ_j]}, for JumpReLU. */
    public static Loss l0Step(double coefficient) {
        return Loss.of(new L0Step(), coefficient);
    }

    /** {@code λ·E Σ_j tanh(4·a_j·‖w_j‖)}. */
    public static Loss l0Tanh(double coefficient) {
        return l0Tanh(coefficient, DEFAULT_TANH_SCALE);
    }

    /** {@code λ·E Σ_j tanh(c·a_j·‖w_j‖)}. */
    public static Loss l0Tanh(double coefficient, double scale) {
        return Loss.of(new L0Tanh(scale), coefficient);
    }

    /** {@code λ·E Σ_j max(θ_j − z_j, 0)·‖w_j‖} over dead features, for JumpReLU. */
    public static Loss preActivation(double coefficient) {
        return Loss.of(new PreActivation(false), coefficient);
    }

    /** The same over all features. */
    public static Loss preActivationOfAll(double coefficient) {
        return Loss.of(new PreActivation(true), coefficient);
    }

    /** AuxK with its usual weight 1/32. */
    public static Loss auxK() {
        return auxK(DEFAULT_AUXK);
    }

    /** AuxK: dead features reconstruct the residual, normalised by its variance. */
    public static Loss auxK(double coefficient) {
        return Loss.of(new AuxK(AuxK.Form.NORMALISED), coefficient);
    }

    /** AuxK as SAELens 6.18 computes it, for comparison. */
    public static Loss auxKSaeLens(double coefficient) {
        return Loss.of(new AuxK(AuxK.Form.SAELENS_6_18), coefficient);
    }

    /**
     * A term of one's own: a scalar computed from codes, rows and parameters. Gradients come from autodiff; the name is
     * saved in the recipe.
     *
     * <pre>{@code
     * Losses.of("l2-codes", 0.01, (sd, g) -> g.meanOverRows(GraphOps.square(g.codes().activations())))
     * }</pre>
     *
     * <p>Batches are not split into micro-batches while such a term is present; implement {@link LossTerm} to say that it
     * may be.
     *
     * @param name not that of a built-in term
     */
    public static Loss of(String name, double coefficient, BiFunction<SameDiff, LossGraph, SDVariable> term) {
        checkArgument(!BUILT_IN.contains(name), "loss name '%s' is taken by a built-in term", name);
        return Loss.of(new CustomLoss(name, term), coefficient);
    }

    /** The names of the built-in terms. */
    public static Set<String> names() {
        return BUILT_IN;
    }
}
