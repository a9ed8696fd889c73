package io.sae4j;

import io.sae4j.encoder.Encoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.Loss;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Start;
import java.util.List;
import java.util.OptionalLong;

/** SAELens's defaults, those of its versions 6.18 and later; each number's place is in docs/recipes.md. */
final class SaeLensRecipes {
    static final double COEFFICIENT = 1;
    static final int K = 100;

    private static final int BATCH = 4096;
    private static final int DEAD_STEPS = 1000;

    private SaeLensRecipes() {}

    static SparseAutoencoderBuilder standard(double l1) {
        return preset(Encoders.relu(), Losses.l1WithDecoderNorms(l1));
    }

    static SparseAutoencoderBuilder topK(int k) {
        return preset(Encoders.topKRescaled(k), Losses.auxKSaeLens(1));
    }

    static SparseAutoencoderBuilder batchTopK(int k) {
        return preset(Encoders.batchTopKRescaled(k), Losses.auxKSaeLens(1));
    }

    static SparseAutoencoderBuilder matryoshka(int k, int... widths) {
        return SparseAutoencoderBuilder.preset(options -> {
            set(options, Encoders.batchTopKRescaled(k), Losses.auxKSaeLens(1));
            options.isMatryoshka = true;
            options.matryoshka = widths.length == 0 ? null : NestedReconstruction.of(widths);
            options.levelsByFeatures = features ->
                    NestedReconstruction.of(Recipe.matryoshka(features).widths());
        });
    }

    static SparseAutoencoderBuilder jumpRelu(double l0) {
        return preset(Encoders.jumpRelu(0.01, 0.05), Losses.l0Step(l0));
    }

    static SparseAutoencoderBuilder gated(double l1) {
        return preset(Encoders.gated(), Losses.l1WithDecoderNorms(l1), Losses.gateReconstruction(1));
    }

    private static SparseAutoencoderBuilder preset(Encoder encoder, Loss... losses) {
        return SparseAutoencoderBuilder.preset(options -> set(options, encoder, losses));
    }

    private static void set(RecipeOptions options, Encoder encoder, Loss... losses) {
        options.encoder = encoder;
        options.savedLosses = List.of(losses);
        options.auxK = 0;
        options.learningRate = 3e-4;
        options.schedule = LearningRateSchedule.constant();
        options.kAnnealing = KAnnealing.NONE;
        options.optimizer = OptimizerSettings.adam(0.9, 0.999).unitNormDecoder(false);
        options.batchSize = BATCH;
        options.normalization = Normalization.NONE;
        options.decoderBiasInit = DecoderBiasInit.ZERO;
        options.start = Start.DEFAULT.rows(Start.DecoderRows.UNIFORM).decoderNorm(0.1);
        options.deadAfter = OptionalLong.of((long) DEAD_STEPS * BATCH);
    }
}
