package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.CustomLoss;
import io.sae4j.loss.GhostGradients;
import io.sae4j.loss.L0Quadratic;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Lp;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.loss.PAnnealed;
import io.sae4j.loss.PreActivation;
import io.sae4j.model.LossSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Loss terms beyond the reconstruction. Coefficients weigh against {@code E‖x − x̂‖²} of rows scaled to mean norm √d.
 * Each can be given a linear warm-up: {@code Losses.l1(0.5).warmUp(1000)}.
 */
public final class Losses {
    private static final double DEFAULT_AUXK = 1.0 / 32;
    private static final double DEFAULT_GHOST = 1;
    private static final ImmutableMap<String, Function<LossSpec, LossTerm>> BUILT_IN =
            ImmutableMap.<String, Function<LossSpec, LossTerm>>builder()
                    .put(L1.NAME, L1::fromSpec)
                    .put(Lp.NAME, Lp::fromSpec)
                    .put(PAnnealed.NAME, PAnnealed::fromSpec)
                    .put(L0Step.NAME, spec -> new L0Step())
                    .put(L0Tanh.NAME, L0Tanh::fromSpec)
                    .put(L0Quadratic.NAME, L0Quadratic::fromSpec)
                    .put(PreActivation.NAME, PreActivation::fromSpec)
                    .put(AuxK.NAME, AuxK::fromSpec)
                    .put(NestedReconstruction.NAME, NestedReconstruction::fromSpec)
                    .put(GhostGradients.NAME, GhostGradients::fromSpec)
                    .build();
    private static final Map<String, Function<LossSpec, LossTerm>> REGISTERED = new ConcurrentHashMap<>();

    private Losses() {}

    /** {@code λ·E Σ_j a_j}. Too high: L0 collapses and features die; too low: everything fires. */
    public static Loss l1(double coefficient) {
        return Loss.of(new L1(false), coefficient);
    }

    /** {@code λ·E Σ_j a_j·‖w_j‖}, for decoders of free norm. */
    public static Loss l1WithDecoderNorms(double coefficient) {
        return Loss.of(new L1(true), coefficient);
    }

    /**
     * {@code λ·E (Σ_j (a_j·‖w_j‖)^p)^(1/p)}, SAELens's penalty with {@code lp_norm}: L1 with decoder norms where p is 1, and
     * nearer to a count of codes the lower p is. Sizes below 0.01 count along a line, which keeps gradients finite.
     *
     * @param p above 0 and at most 1
     */
    public static Loss lp(double coefficient, double p) {
        return Loss.of(new Lp(p), coefficient);
    }

    /**
     * L1 with decoder norms that turns into {@code λ·s·E Σ_j (a_j·‖w_j‖)^p}: p falls linearly from 1, after a tenth of the
     * run, to {@code pEnd} at its end, and s follows so that the penalty of the same codes stays what it was (arXiv
     * 2408.00113). In a run of unknown length p stays 1.
     *
     * @param pEnd above 0 and at most 1; 0.2 in the paper. Too high: as L1, codes are too small; too low: small codes are cut
     *     away and features die
     */
    public static Loss pAnnealed(double coefficient, double pEnd) {
        return pAnnealed(coefficient, pEnd, PAnnealed.DEFAULT_FROM, 1);
    }

    /** The same with p falling between two shares of the run, {@code 0 ≤ from < until ≤ 1}. */
    public static Loss pAnnealed(double coefficient, double pEnd, double from, double until) {
        return Loss.of(new PAnnealed(pEnd, from, until), coefficient);
    }

    /** {@code λ·E Σ_j 1[z_j > θ_j]}, for JumpReLU. */
    public static Loss l0Step(double coefficient) {
        return Loss.of(new L0Step(), coefficient);
    }

    /**
     * {@code c·(L0/T − 1)²} with L0 the mean number of features that fire on a row: pulls L0 to T from both sides, for
     * JumpReLU. Too low: L0 ends far from T; too high: thresholds follow L0 alone and FVU suffers.
     *
     * @param targetL0 T, positive; at most {@code hiddenDim} to be of use
     */
    public static Loss l0Quadratic(double coefficient, double targetL0) {
        return Loss.of(new L0Quadratic(targetL0), coefficient);
    }

    /** {@code λ·E Σ_j tanh(4·a_j·‖w_j‖)}. */
    public static Loss l0Tanh(double coefficient) {
        return l0Tanh(coefficient, L0Tanh.DEFAULT_SCALE);
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

    /** AuxK in the form that also reaches features whose scores are negative on all rows. See {@link AuxK.Form#SIGNED}. */
    public static Loss auxKSigned(double coefficient) {
        return Loss.of(new AuxK(AuxK.Form.SIGNED), coefficient);
    }

    /** Ghost gradients with their usual weight 1. */
    public static Loss ghostGradients() {
        return ghostGradients(DEFAULT_GHOST);
    }

    /**
     * Ghost gradients: dead features reconstruct the residual with exponential codes. Too high: what dead features are pulled by drowns what living ones
     * learn; too low: features stay dead.
     */
    public static Loss ghostGradients(double coefficient) {
        return ghostGradients(coefficient, GhostGradients.DEFAULT_SHARE);
    }

    /**
     * The same with a ghost reconstruction of {@code share}, in (0, 1], of the residual's norm: 0.5 in Anthropic's note, 0.1 here where it is not
     * given. Too large: features that agree little with the residual are pushed further down.
     */
    public static Loss ghostGradients(double coefficient, double share) {
        return Loss.of(new GhostGradients(share), coefficient);
    }

    /**
     * Matryoshka: the first {@code widths[0]} features, the first {@code widths[1]}, … have to reconstruct on their own as well,
     * each with weight 1 (SAELens). See {@link SparseAutoencoderBuilder#matryoshka(int...)}, which leaves the encoder's usual
     * penalty in place.
     *
     * @param widths ascending, each at least 1 and less than the number of features
     */
    public static Loss matryoshka(int... widths) {
        return Loss.of(NestedReconstruction.of(widths), 1);
    }

    /** Matryoshka with a weight for each level. */
    public static Loss matryoshka(List<NestedReconstruction.Level> levels) {
        return Loss.of(new NestedReconstruction(levels), 1);
    }

    /**
     * A term of one's own: a scalar computed from codes, rows and parameters. Gradients come from autodiff; the name is
     * saved in the recipe, and asked for when an SAE is trained again by {@link SparseAutoencoderBuilder#recipe}: see
     * {@link #register}.
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
        return Loss.of(of(name, term), coefficient);
    }

    /** The same term without a coefficient, for {@link #register} and {@link Loss#of}. */
    public static LossTerm of(String name, BiFunction<SameDiff, LossGraph, SDVariable> term) {
        checkNotBuiltIn(name);
        return new CustomLoss(name, term);
    }

    /** Makes a term of one's own known to {@link #fromSpec}; replaces one of the same name. */
    public static void register(LossTerm term) {
        register(term.name(), spec -> term);
    }

    /** Makes terms of one's own known that are built from saved settings. */
    public static void register(String name, Function<LossSpec, LossTerm> factory) {
        checkNotBuiltIn(name);
        REGISTERED.put(name, factory);
    }

    private static void checkNotBuiltIn(String name) {
        checkArgument(!BUILT_IN.containsKey(name), "loss name '%s' is taken by a built-in term", name);
    }

    /** The names that {@link #fromSpec} knows: built-in and registered ones, sorted. */
    public static Set<String> names() {
        return ImmutableSortedSet.<String>naturalOrder()
                .addAll(BUILT_IN.keySet())
                .addAll(REGISTERED.keySet())
                .build();
    }

    /**
     * The term that was saved as {@code spec}.
     *
     * @throws IllegalArgumentException when the name is neither built in nor registered
     */
    public static LossTerm fromSpec(LossSpec spec) {
        Function<LossSpec, LossTerm> factory = BUILT_IN.get(spec.name());
        if (factory == null) {
            factory = REGISTERED.get(spec.name());
        }
        checkArgument(
                factory != null,
                "loss '%s' is not known here; call Losses.register(...) with it first. Known are %s",
                spec.name(),
                names());
        return factory.apply(spec);
    }
}
