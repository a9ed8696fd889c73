package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.primitives.Ints;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.Loss;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.model.Provenance;
import io.sae4j.nd.Backend;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Resampling;
import io.sae4j.train.RunLength;
import io.sae4j.train.Start;
import io.sae4j.train.Trainer;
import io.sae4j.train.TrainingListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Describes an SAE and how it is trained; every option has a default that works untuned, see {@link Recipe}. An option
 * that is given twice, or that contradicts another, is an {@link IllegalStateException}; a value out of range an
 * {@link IllegalArgumentException}. {@link Recipes} has builders with the options of papers and other libraries.
 *
 * <p>Not thread-safe, but for {@link #requestStop}. May be used for several runs, one at a time.
 */
public final class SparseAutoencoderBuilder {
    private static final String PRESET = "a recipe of Recipes";

    private final Set<String> given = new HashSet<>();
    final RecipeOptions options = new RecipeOptions();
    private final List<TrainingListener> listeners = new ArrayList<>();
    private volatile @Nullable Trainer running;

    SparseAutoencoderBuilder() {}

    /** One whose options are those of {@code recipe} until the user gives others. */
    static SparseAutoencoderBuilder preset(Consumer<RecipeOptions> recipe) {
        SparseAutoencoderBuilder builder = new SparseAutoencoderBuilder();
        recipe.accept(builder.options);
        builder.given.add(PRESET);
        return builder;
    }

    /**
     * Sets all options of the recipe that an SAE was trained by, its seed included, so that training on the same data gives
     * the same SAE. Comes before any other option; options given after it replace the recipe's, losses all together.
     * What the activations were ({@link #metadata}) and how steps are computed is not part of a recipe.
     *
     * @param provenance of an SAE that this library trained, as {@link SparseAutoencoder#provenance} tells
     * @throws IllegalArgumentException when it holds no recipe or one that this version does not know, or when the
     *     encoder or a loss is neither built in nor registered ({@link Encoders#register}, {@link Losses#register})
     * @throws IllegalStateException when an option was given before
     */
    public SparseAutoencoderBuilder recipe(Provenance provenance) {
        checkState(
                given.isEmpty() && options.losses.isEmpty(), "recipe must come before any other option, got %s", given);
        RecipeReader.read(provenance, options);
        given.add("recipe");
        return this;
    }

    /** Width of a row, at least 1. Needed by {@link #build}; {@code fit} learns it from the activations, and checks it. */
    public SparseAutoencoderBuilder inputDim(int width) {
        once("inputDim");
        checkArgument(width > 0, "inputDim must be positive, got %s", width);
        options.inputDim = width;
        return this;
    }

    /** Number of features (latents), at least 1. 8 to 32 times the width is usual. */
    public SparseAutoencoderBuilder hiddenDim(int features) {
        once("hiddenDim");
        exclusive("hiddenDim", "expansionFactor");
        checkArgument(features > 0, "hiddenDim must be positive, got %s", features);
        options.hiddenDim = features;
        return this;
    }

    /** Number of features as a multiple of the input width, at least 1. Default 8. */
    public SparseAutoencoderBuilder expansionFactor(int factor) {
        once("expansionFactor");
        exclusive("expansionFactor", "hiddenDim");
        checkArgument(factor > 0, "expansionFactor must be positive, got %s", factor);
        options.hiddenDim = null;
        options.expansionFactor = factor;
        return this;
    }

    /** How codes are made. Default: {@link Encoders#topK} with k = dIn/4, but at most 32 and at most hiddenDim/4. */
    public SparseAutoencoderBuilder encoder(Encoder encoder) {
        once("encoder");
        checkArgument(
                !encoder.encodesWithDecoder(),
                "encoder '%s' is not trained: train with another one and call SparseAutoencoder.withEncoder",
                encoder.name());
        options.encoder = encoder;
        return this;
    }

    /**
     * Adds a term to the objective; may be called for several. Without any, the encoder's usual penalty is used, see
     * {@link Recipe}. AuxK is there in any case until {@link #auxK} says otherwise, or a term that is AuxK itself.
     */
    public SparseAutoencoderBuilder loss(Loss loss) {
        checkState(
                options.losses.stream().noneMatch(known -> known.name().equals(loss.name())),
                "loss '%s' is given twice",
                loss.name());
        checkState(!given.contains("sparsityPenalty"), "give sparsityPenalty or loss, not both");
        checkState(
                !loss.name().equals(AuxK.NAME) || !given.contains("auxK"),
                "give auxK or loss '%s', not both",
                AuxK.NAME);
        checkState(
                !loss.name().equals(NestedReconstruction.NAME) || !given.contains("matryoshka"),
                "give matryoshka or loss '%s', not both",
                NestedReconstruction.NAME);
        options.losses.add(loss);
        return this;
    }

    /**
     * Weight of the encoder's usual penalty (L1 for ReLU, the L0 step for JumpReLU), at least 0; its form and warm-up are the
     * recipe's. Too high: L0 collapses and features die; too low: too much fires. Not with {@link #loss}, which replaces the
     * penalty.
     */
    public SparseAutoencoderBuilder sparsityPenalty(double weight) {
        once("sparsityPenalty");
        checkState(options.losses.isEmpty(), "give loss or sparsityPenalty, not both");
        checkArgument(
                weight >= 0 && Double.isFinite(weight),
                "sparsityPenalty must be at least 0 and finite, got %s",
                weight);
        options.penalty = OptionalDouble.of(weight);
        options.savedLosses = null;
        return this;
    }

    /**
     * Trains a Matryoshka SAE, whatever the encoder: beside all features, the first {@code widths[0]}, the first {@code widths[1]}, …
     * have to reconstruct on their own, each with weight 1. It adds to the encoder's usual penalty. Widths near the number of features:
     * little changes; a first width far below the number of codes per row, or many levels: FVU of all features rises.
     *
     * @param widths ascending, each at least 1 and less than the number of features
     */
    public SparseAutoencoderBuilder matryoshka(int... widths) {
        return matryoshka(NestedReconstruction.of(widths));
    }

    /** {@link #matryoshka(int...)} with a weight for each level, relative to the full reconstruction's weight 1. */
    public SparseAutoencoderBuilder matryoshka(List<NestedReconstruction.Level> levels) {
        return matryoshka(new NestedReconstruction(levels));
    }

    /** {@link #matryoshka(int...)} with the levels of {@link Recipe#matryoshka}. */
    public SparseAutoencoderBuilder matryoshka() {
        return matryoshka((NestedReconstruction) null);
    }

    private SparseAutoencoderBuilder matryoshka(@Nullable NestedReconstruction term) {
        once("matryoshka");
        checkState(
                options.losses.stream().noneMatch(loss -> loss.name().equals(NestedReconstruction.NAME)),
                "give loss '%s' or matryoshka, not both",
                NestedReconstruction.NAME);
        options.isMatryoshka = true;
        options.matryoshka = term;
        options.levelsByFeatures = null;
        return this;
    }

    /**
     * Mean number of features that fire on a row at the end of the run, more than 0 and at most hiddenDim; the run lands
     * within 5 %. For encoders with a sparsity penalty (ReLU, JumpReLU, or one's own with a term that
     * {@linkplain io.sae4j.loss.LossTerm#isSparsityPenalty is one}) a controller steers the penalty's coefficient at every
     * step; the coefficient that was given is then no more than its scale. TopK and BatchTopK take it as their k; without
     * an {@link #encoder} the default one does. Too low: features die or mix, FVU is high; too high: features merge and are
     * hard to read. Default: none.
     */
    public SparseAutoencoderBuilder targetL0(double features) {
        once("targetL0");
        checkArgument(
                features > 0 && Double.isFinite(features), "targetL0 must be positive and finite, got %s", features);
        options.targetL0 = OptionalDouble.of(features);
        return this;
    }

    /** Weight of AuxK, which revives dead features; 0 leaves it out. Default 1/32. */
    public SparseAutoencoderBuilder auxK(double coefficient) {
        once("auxK");
        checkState(
                options.losses.stream().noneMatch(loss -> loss.name().equals(AuxK.NAME)),
                "give loss '%s' or auxK, not both",
                AuxK.NAME);
        checkArgument(
                coefficient >= 0 && Double.isFinite(coefficient),
                "auxK must be at least 0 and finite, got %s",
                coefficient);
        options.auxK = coefficient;
        options.dropSavedAuxK();
        return this;
    }

    /** Length of the run in optimiser steps. Default 6,000; one pass for sources that can be read only once. */
    public SparseAutoencoderBuilder steps(long steps) {
        return length("steps", new RunLength(RunLength.Unit.STEPS, steps));
    }

    /** Length of the run in passes over the source. */
    public SparseAutoencoderBuilder epochs(long epochs) {
        return length("epochs", new RunLength(RunLength.Unit.EPOCHS, epochs));
    }

    /** Length of the run in rows, rounded up to whole batches. */
    public SparseAutoencoderBuilder samples(long samples) {
        return length("samples", new RunLength(RunLength.Unit.SAMPLES, samples));
    }

    private SparseAutoencoderBuilder length(String name, RunLength length) {
        once(name);
        for (String other : List.of("steps", "epochs", "samples")) {
            exclusive(name, other);
        }
        options.length = length;
        return this;
    }

    /**
     * Rows of a batch, at least 1; a step takes {@link #gradientAccumulation} of them. Default 1024, or all rows where the
     * source has fewer.
     */
    public SparseAutoencoderBuilder batchSize(int rows) {
        once("batchSize");
        checkArgument(rows > 0, "batchSize must be positive, got %s", rows);
        options.batchSize = rows;
        return this;
    }

    /**
     * Batches of a step, at least 1: its gradients are those of one batch of n·batchSize rows, with the memory of batchSize
     * rows where the graph engine may work through parts. Steps, schedules and dead features count steps, not batches. Default 1. Too
     * high: few steps for the same data; too low: noisy gradients of rare features. Encoders and terms that see the whole batch, such as BatchTopK, see all n batches as one.
     */
    public SparseAutoencoderBuilder gradientAccumulation(int batches) {
        once("gradientAccumulation");
        checkArgument(batches > 0, "gradientAccumulation must be positive, got %s", batches);
        options.gradientAccumulation = batches;
        return this;
    }

    /** The optimiser's full learning rate, positive. Too high: the loss jumps and features die; too low: FVU falls slowly. */
    public SparseAutoencoderBuilder learningRate(double rate) {
        once("learningRate");
        checkArgument(rate > 0 && Double.isFinite(rate), "learningRate must be positive and finite, got %s", rate);
        options.learningRate = rate;
        return this;
    }

    /** How the rate changes over the run. */
    public SparseAutoencoderBuilder schedule(LearningRateSchedule schedule) {
        once("schedule");
        options.schedule = schedule;
        return this;
    }

    /**
     * How the k of TopK and BatchTopK narrows over the run, or for other encoders the {@link #targetL0}.
     * {@link KAnnealing#NONE} for the same throughout.
     */
    public SparseAutoencoderBuilder kAnnealing(KAnnealing annealing) {
        once("kAnnealing");
        options.kAnnealing = annealing;
        return this;
    }

    /** The optimiser and its constants, clipping and decoder norms. Default {@link Recipe#optimizer}. */
    public SparseAutoencoderBuilder optimizer(OptimizerSettings optimizer) {
        once("optimizer");
        options.optimizer = optimizer;
        return this;
    }

    /** Scaling of input rows. Default {@link Normalization#MEAN_NORM}. */
    public SparseAutoencoderBuilder normalization(Normalization normalization) {
        once("normalization");
        options.normalization = normalization;
        return this;
    }

    /** Where {@code b_dec} starts. Default {@link DecoderBiasInit#GEOMETRIC_MEDIAN}. */
    public SparseAutoencoderBuilder decoderBiasInit(DecoderBiasInit init) {
        once("decoderBiasInit");
        options.decoderBiasInit = init;
        return this;
    }

    /**
     * Where the weights start. Default {@link Start#DEFAULT}: random unit decoder rows, {@code W_enc = W_decᵀ}, encoder biases 0. An
     * encoder that is not tied to its decoder leaves more features dead; decoder norms other than 1 need an optimizer with
     * {@code unitNormDecoder} false.
     */
    public SparseAutoencoderBuilder start(Start start) {
        once("start");
        options.start = start;
        return this;
    }

    /**
     * Rows without firing after which a feature counts as dead, at least 1. Default: a twentieth of the run's rows, at most 10,000,000. Too
     * small: rare features are taken for dead ones and pulled away from what they found; too large: dead features stay so
     * for much of the run.
     */
    public SparseAutoencoderBuilder deadAfter(long rows) {
        once("deadAfter");
        checkArgument(rows > 0, "deadAfter must be positive, got %s", rows);
        options.deadAfter = OptionalLong.of(rows);
        return this;
    }

    /**
     * Starts dead features again from rows that are reconstructed badly, at given steps. Off by default: AuxK revives them step by
     * step. Too often, or too late in the run: features start again before they have learned; the loss jumps at each time.
     */
    public SparseAutoencoderBuilder resampling(Resampling resampling) {
        once("resampling");
        options.resampling = Optional.of(resampling);
        return this;
    }

    /**
     * Whether {@code b_dec} is subtracted before encoding. Default true for autoencoders, false for transcoders, whose {@code b_dec}
     * lives where the targets are, and for crosscoders. With targets of their own, {@code fit} refuses true unless both
     * widths are equal and nothing is scaled ({@link Normalization#NONE}).
     */
    public SparseAutoencoderBuilder applyBDecToInput(boolean apply) {
        once("applyBDecToInput");
        options.applyBDecToInput = apply;
        return this;
    }

    /**
     * Whether a transcoder's reconstruction has a linear part, {@code x̂ = f·W_dec + b_dec + W_skip·x} (Paulo et al.,
     * arXiv 2501.18823). Features then explain what a linear map does not: lower FVU at the same L0. Default false. {@code fit}
     * refuses true for sources without targets of their own.
     */
    public SparseAutoencoderBuilder skipConnection(boolean skip) {
        once("skipConnection");
        checkState(!skip || options.partWidths.isEmpty(), "give skipConnection or crosscoder, not both");
        options.skipConnection = skip;
        return this;
    }

    /**
     * Trains a crosscoder (Anthropic, October 2024): rows {@code [x_1 | x_2 | …]} hold the activations of the same token at several
     * hook points or in several models, and one code explains them all. Each part is scaled by itself. Sources of such rows
     * are made by {@link ActivationSources#sideBySide}.
     *
     * @param partWidths the columns of each part in their order, two or more, each at least 1; {@code fit} refuses rows that
     *     they do not fill
     */
    public SparseAutoencoderBuilder crosscoder(int... partWidths) {
        once("crosscoder");
        checkArgument(
                partWidths.length > 1, "crosscoder wants the widths of two parts or more, got %s", partWidths.length);
        for (int width : partWidths) {
            checkArgument(width > 0, "widths of parts must be positive, got %s", width);
        }
        checkState(!options.skipConnection, "give skipConnection or crosscoder, not both");
        options.partWidths = Ints.asList(partWidths.clone());
        return this;
    }

    /** Seed of everything random. Default 0. The same seed and data give the same bits. */
    public SparseAutoencoderBuilder seed(long seed) {
        once("seed");
        options.seed = seed;
        return this;
    }

    /**
     * How steps are computed. Default {@link Engine#AUTO}: on a CPU the fused engine for the library's own encoders and
     * losses, the graph engine for all else. {@link Engine#SPARSE} makes {@code fit} throw an
     * {@link IllegalArgumentException} that names what the fused engine does not know.
     */
    public SparseAutoencoderBuilder engine(Engine engine) {
        once("engine");
        options.engine = engine;
        return this;
    }

    /**
     * Rows that the graph engine works through at once, at least 1: less memory, same result. Default by memory. The fused
     * engine has no use for it.
     */
    public SparseAutoencoderBuilder microBatchSize(int rows) {
        once("microBatchSize");
        checkArgument(rows > 0, "microBatchSize must be positive, got %s", rows);
        options.microBatchSize = rows;
        return this;
    }

    /** Watches the run; may be called for several listeners. */
    public SparseAutoencoderBuilder listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** What is known of the activations, saved with the SAE: SAELens's keys {@code model_name}, {@code hook_name}, … */
    public SparseAutoencoderBuilder metadata(Map<String, Object> metadata) {
        once("metadata");
        options.metadata = Map.copyOf(metadata);
        return this;
    }

    /**
     * Trains on rows {@code [n, width]}.
     *
     * @param activations floating point, finite; not modified, and must not be until the run ends
     * @throws IllegalArgumentException when rows or options do not fit
     * @throws IllegalStateException when there is no ND4J backend, too little memory, or the run diverges
     */
    public SparseAutoencoder fit(INDArray activations) {
        return fit(ActivationSources.of(activations));
    }

    /** Trains on a source. See {@link #fit(INDArray)}. */
    public SparseAutoencoder fit(ActivationSource source) {
        Backend.require();
        checkArgument(
                options.inputDim == 0 || options.inputDim == source.inputWidth(),
                "activations have width %s, but inputDim says %s",
                source.inputWidth(),
                options.inputDim);
        Trainer trainer = new Trainer(
                options.config(
                        source.inputWidth(),
                        source.targetWidth(),
                        source.hasOwnTargets(),
                        source.rowCount(),
                        source.repeatable()),
                source,
                options.engines(),
                listeners);
        running = trainer;
        try {
            return Assembly.trained(options, trainer.run());
        } finally {
            running = null;
        }
    }

    /**
     * An untrained SAE with random unit directions, for rows of {@link #inputDim}.
     *
     * @throws IllegalStateException when {@code inputDim} was not given, or there is no ND4J backend
     */
    public SparseAutoencoder build() {
        Backend.require();
        checkState(options.inputDim > 0, "build() needs inputDim; fit(...) takes it from the activations");
        int columns = options.partWidths.stream().mapToInt(Integer::intValue).sum();
        checkArgument(
                columns == 0 || columns == options.inputDim,
                "inputDim %s must be the sum of the crosscoder's parts %s",
                options.inputDim,
                options.partWidths);
        return Assembly.untrained(options, options.inputDim);
    }

    /** Ends the run in progress, if any, after its current step; {@code fit} then returns what was trained. Thread-safe. */
    public void requestStop() {
        Trainer trainer = running;
        if (trainer != null) {
            trainer.requestStop();
        }
    }

    private void once(String option) {
        checkState(given.add(option), "%s is given twice", option);
    }

    private void exclusive(String option, String other) {
        checkState(option.equals(other) || !given.contains(other), "give %s or %s, not both", other, option);
    }
}
