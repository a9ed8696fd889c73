package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.CustomLoss;
import io.sae4j.loss.GateReconstruction;
import io.sae4j.loss.GhostGradients;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.NestedReconstruction;
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
    private static final ImmutableMap<String, Function<LossSpec, LossTerm>> BUILT_IN = ImmutableMap.of(
            L1.NAME, L1::fromSpec,
            L0Step.NAME, spec -> new L0Step(),
            L0Tanh.NAME, L0Tanh::fromSpec,
            PreActivation.NAME, PreActivation::fromSpec,
            AuxK.NAME, AuxK::fromSpec,
            NestedReconstruction.NAME, NestedReconstruction::fromSpec,
            GhostGradients.NAME, GhostGradients::fromSpec,
            GateReconstruction.NAME, GateReconstruction::fromSpec);
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

    /** {@code λ·E Σ_j 1[z_j > θ_j]}, for JumpReLU. */
    public static Loss l0Step(double coefficient) {
        return Loss.of(new L0Step(), coefficient);
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

    /**
     * {@code E‖x − (max(π, 0)·W_dec + b_dec)‖²} for a gated encoder, whose gradient reaches the decoder, too, as in SAELens.
     * Weight 1 is usual. Too low: gates close; too high: gates are open that the codes do not need.
     */
    public static Loss gateReconstruction(double coefficient) {
        return Loss.of(new GateReconstruction(false), coefficient);
    }

    /** The same with {@code W_dec} and {@code b_dec} as constants, as in the paper (arXiv 2404.16014). */
    public static Loss gateReconstructionDetached(double coefficient) {
        return Loss.of(new GateReconstruction(true), coefficient);
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
