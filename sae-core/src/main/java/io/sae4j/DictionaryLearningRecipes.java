package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.Encoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Start;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The defaults of dictionary_learning's trainers; each number's place is in docs/recipes.md. */
final class DictionaryLearningRecipes {
    static final double L1 = 0.1;
    static final double TARGET_L0 = 20;
    /** Its trainers have no default; this is the first of dictionary_learning_demo's. */
    static final int K = 20;

    private static final int RATE_WARM_UP = 1000;
    private static final int SPARSITY_WARM_UP = 2000;
    private static final int BATCH = 8192;
    private static final double AUX_K = 1.0 / 32;
    private static final int DEMO_PARTS = 32;
    private static final int[] DEMO_LEVELS = {1, 3, 7, 15};

    private DictionaryLearningRecipes() {}

    static SparseAutoencoderBuilder standard(double l1) {
        return preset(Encoders.relu(), options -> {
            options.savedLosses = List.of(Losses.l1(l1).warmUp(SPARSITY_WARM_UP));
            options.learningRate = 1e-3;
            options.optimizer = OptimizerSettings.adam(0.9, 0.999).clipNorm(Double.POSITIVE_INFINITY);
        });
    }

    static SparseAutoencoderBuilder aprilUpdate(double l1) {
        return preset(Encoders.relu(), options -> {
            options.savedLosses = List.of(Losses.l1WithDecoderNorms(l1).warmUp(SPARSITY_WARM_UP));
            options.learningRate = 1e-3;
            options.optimizer = OptimizerSettings.adam(0.9, 0.999).unitNormDecoder(false);
            options.start = Start.DEFAULT.decoderNorm(0.1);
        });
    }

    static SparseAutoencoderBuilder topK(int k) {
        return preset(Encoders.topK(k), options -> selecting(options, AUX_K));
    }

    static SparseAutoencoderBuilder batchTopK(int k) {
        return preset(Encoders.batchTopK(k), options -> selecting(options, AUX_K));
    }

    /** Its G levels count 1/G² each against AuxK/32: here they count 1, and AuxK G²/32. */
    static SparseAutoencoderBuilder matryoshka(int k, int... widths) {
        int levels = 1 + (widths.length == 0 ? DEMO_LEVELS.length : widths.length);
        return preset(Encoders.batchTopK(k), options -> {
            selecting(options, AUX_K * levels * levels);
            options.isMatryoshka = true;
            options.levelsByFeatures = features -> levels(features, widths);
        });
    }

    private static NestedReconstruction levels(int features, int... widths) {
        if (widths.length > 0) {
            return NestedReconstruction.of(widths);
        }
        checkArgument(
                features >= DEMO_PARTS,
                "the levels of dictionary_learning need %s features, got %s",
                DEMO_PARTS,
                features);
        return NestedReconstruction.of(IntStream.of(DEMO_LEVELS)
                .map(parts -> (int) ((long) parts * features / DEMO_PARTS))
                .toArray());
    }

    /** What its TopK family has in common. */
    private static void selecting(RecipeOptions options, double auxK) {
        options.savedLosses = List.of();
        options.auxK = auxK;
        options.learningRateByFeatures = features -> 2e-4 / Math.sqrt(features / PublishedRecipes.RATED_FEATURES);
        options.optimizer = OptimizerSettings.adam(0.9, 0.999);
        options.decoderBiasInit = DecoderBiasInit.GEOMETRIC_MEDIAN;
    }

    static SparseAutoencoderBuilder jumpRelu(double targetL0) {
        return preset(Encoders.jumpRelu(0.001, 0.001), options -> {
            options.savedLosses = List.of(Losses.l0Quadratic(1, targetL0).warmUp(SPARSITY_WARM_UP));
            options.learningRate = 7e-5;
            options.optimizer = OptimizerSettings.adam(0, 0.999);
            options.applyBDecToInput = false;
        });
    }

    static SparseAutoencoderBuilder gated(double l1) {
        return preset(Encoders.gated(), options -> {
            options.savedLosses = List.of(Losses.l1(l1).warmUp(SPARSITY_WARM_UP), Losses.gateReconstructionDetached(1));
            options.learningRate = 5e-5;
            options.optimizer = OptimizerSettings.adam(0, 0.999).clipNorm(Double.POSITIVE_INFINITY);
        });
    }

    static SparseAutoencoderBuilder pAnneal(double penalty) {
        return preset(Encoders.relu(), options -> {
            options.savedLosses = List.of(Losses.pAnnealed(penalty, 0.2).warmUp(SPARSITY_WARM_UP));
            options.learningRate = 1e-3;
            options.optimizer = OptimizerSettings.adam(0.9, 0.999).clipNorm(Double.POSITIVE_INFINITY);
        });
    }

    private static SparseAutoencoderBuilder preset(Encoder encoder, Consumer<RecipeOptions> rest) {
        return SparseAutoencoderBuilder.preset(options -> {
            options.encoder = encoder;
            options.auxK = 0;
            options.schedule = LearningRateSchedule.constant().warmUp(RATE_WARM_UP);
            options.kAnnealing = KAnnealing.NONE;
            options.batchSize = BATCH;
            options.normalization = Normalization.UNIT_MEAN_SQUARE;
            options.decoderBiasInit = DecoderBiasInit.ZERO;
            options.deadAfter = OptionalLong.of(PublishedRecipes.DEAD_ROWS);
            rest.accept(options);
        });
    }
}
