package io.sae4j.bench;

import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.graph.GraphEngine;
import io.sae4j.loss.Loss;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.Initialization;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.RunLength;
import io.sae4j.train.Start;
import io.sae4j.train.TrainingConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Engines and data of a given size for measurements; everything seeded. */
final class EngineSetup {
    private EngineSetup() {}

    static GraphEngine graphEngine(Encoder encoder, List<Loss> losses, int d, int m, int batchSize) {
        TrainingConfig config = new TrainingConfig(
                m,
                encoder,
                losses,
                new RunLength(RunLength.Unit.STEPS, 1),
                batchSize,
                1,
                1e-3,
                LearningRateSchedule.constant(),
                KAnnealing.NONE,
                OptionalDouble.empty(),
                OptimizerSettings.DEFAULT,
                Normalization.NONE,
                DecoderBiasInit.ZERO,
                Start.DEFAULT,
                OptionalLong.empty(),
                Optional.empty(),
                true,
                false,
                List.of(),
                1);
        ObjectiveSpec objective = new ObjectiveSpec(d, d, m, encoder, losses, true);
        return new GraphEngine(
                objective,
                config.optimizer(),
                Initialization.parameters(config, d, d, false, new float[d]),
                false,
                batchSize,
                0);
    }

    /** A batch of standard Gaussian rows. */
    static Batch gaussianBatch(int rows, int d) {
        SplittableRandom random = new SplittableRandom(1);
        Batch batch = Batch.autoencoder(rows, d);
        batch.append(rows, 0);
        for (int i = 0; i < rows * d; i++) {
            batch.input()[i] = (float) random.nextGaussian();
        }
        return batch;
    }
}
