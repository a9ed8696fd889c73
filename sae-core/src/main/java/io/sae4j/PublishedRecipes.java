package io.sae4j;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.schedule.Rise;
import io.sae4j.schedule.Span;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Start;
import java.util.List;
import java.util.OptionalLong;

/** The numbers of papers, and of programs that have one recipe; their sources are in docs/recipes.md. */
final class PublishedRecipes {
    static final double APRIL_LAMBDA = 5;
    static final double JANUARY_LAMBDA = 20;
    static final int OPEN_AI_K = 32;
    static final double DEEP_MIND_L0 = 6e-4;
    static final int SPARSIFY_K = 32;
    static final int SPARSIFY_EXPANSION = 32;
    /** Rows without firing after which a feature is dead, wherever it is counted in rows. */
    static final long DEAD_ROWS = 10_000_000;
    /** Learning rates that fall with the root of the number of features are given for so many (arXiv 2406.04093, figure 3). */
    static final double RATED_FEATURES = 1 << 14;

    private PublishedRecipes() {}

    static SparseAutoencoderBuilder anthropicApril2024(double lambda) {
        return SparseAutoencoderBuilder.preset(options -> {
            options.encoder = Encoders.relu();
            options.savedLosses = List.of(Losses.l1WithDecoderNorms(lambda).warmUp(Span.share(0.05)));
            anthropic(options);
            options.learningRate = 5e-5;
            options.batchSize = 4096;
            options.start = Start.DEFAULT.decoderNorms(0.05, 1);
        });
    }

    static SparseAutoencoderBuilder anthropicJanuary2025(double lambda) {
        return SparseAutoencoderBuilder.preset(options -> {
            options.encoder = Encoders.jumpReluLog(Math.exp(0.1), 2).withStraightThroughToInput();
            options.savedLosses = List.of(Losses.l0Tanh(lambda).warmUp(Span.share(1)), Losses.preActivationOfAll(3e-6));
            anthropic(options);
            options.learningRate = 2e-4;
            options.batchSize = 32_768;
            options.start = Start.DEFAULT
                    .rows(Start.DecoderRows.UNIFORM_ENTRIES)
                    .encoder(Start.EncoderStart.TIED_BY_WIDTHS)
                    .initialL0(10_000);
        });
    }

    private static void anthropic(RecipeOptions options) {
        options.auxK = 0;
        options.schedule = LearningRateSchedule.constant().decay(Span.share(0.2));
        options.optimizer = OptimizerSettings.adam(0.9, 0.999).unitNormDecoder(false);
        options.normalization = Normalization.MEAN_NORM;
        options.decoderBiasInit = DecoderBiasInit.ZERO;
        options.applyBDecToInput = false;
    }

    static SparseAutoencoderBuilder openAiTopK(int k) {
        return SparseAutoencoderBuilder.preset(options -> {
            options.encoder = Encoders.topK(k);
            options.kAnnealing = KAnnealing.NONE;
            options.savedLosses = List.of();
            options.auxK = 1.0 / 32;
            options.learningRate = 1e-4;
            options.schedule = LearningRateSchedule.constant();
            options.optimizer =
                    OptimizerSettings.adam(0.9, 0.999).epsilon(6.25e-10).clipNorm(Double.POSITIVE_INFINITY);
            options.batchSize = 131_072;
            options.normalization = Normalization.UNIT_MEAN_SQUARE;
            options.decoderBiasInit = DecoderBiasInit.GEOMETRIC_MEDIAN;
            options.deadAfter = OptionalLong.of(DEAD_ROWS);
        });
    }

    static SparseAutoencoderBuilder deepMindJumpRelu(double lambda) {
        return SparseAutoencoderBuilder.preset(options -> {
            options.encoder = Encoders.jumpReluLog(0.001, 0.001);
            options.savedLosses = List.of(Losses.l0Step(lambda).warmUp(10_000));
            deepMind(options);
            options.learningRate = 7e-5;
            options.start = Start.DEFAULT.rows(Start.DecoderRows.UNIFORM);
            options.applyBDecToInput = false;
        });
    }

    static SparseAutoencoderBuilder deepMindGated(double lambda) {
        return SparseAutoencoderBuilder.preset(options -> {
            options.encoder = Encoders.gated();
            options.savedLosses = List.of(Losses.l1(lambda), Losses.gateReconstructionDetached(1));
            deepMind(options);
            options.learningRate = 3e-4;
        });
    }

    /** The rate rises along a cosine from a tenth. */
    private static void deepMind(RecipeOptions options) {
        options.auxK = 0;
        options.schedule = LearningRateSchedule.constant()
                .warmUp(Rise.cosine(Span.steps(1000)).from(0.1));
        options.optimizer = OptimizerSettings.adam(0, 0.999).clipNorm(Double.POSITIVE_INFINITY);
        options.batchSize = 4096;
        options.normalization = Normalization.UNIT_MEAN_SQUARE;
        options.decoderBiasInit = DecoderBiasInit.ZERO;
    }

    static SparseAutoencoderBuilder sparsifyTopK(int k) {
        return SparseAutoencoderBuilder.preset(options -> {
            options.encoder = Encoders.topK(k);
            options.kAnnealing = KAnnealing.NONE;
            options.savedLosses = List.of();
            options.auxK = 0;
            options.expansionFactor = SPARSIFY_EXPANSION;
            options.learningRateByFeatures = features -> 5e-3 / Math.sqrt(features / RATED_FEATURES);
            options.schedule = LearningRateSchedule.constant();
            options.optimizer = OptimizerSettings.signSgd(0.95).clipNorm(Double.POSITIVE_INFINITY);
            options.batchSize = 65_536;
            options.normalization = Normalization.NONE;
            options.decoderBiasInit = DecoderBiasInit.MEAN;
            options.deadAfter = OptionalLong.of(DEAD_ROWS);
        });
    }
}
