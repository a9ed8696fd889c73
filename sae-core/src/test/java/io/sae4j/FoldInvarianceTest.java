package io.sae4j;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.Normalization;
import io.sae4j.train.RunLength;
import io.sae4j.train.TrainedSae;
import io.sae4j.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the trained parameters make of scaled rows is what the saved SAE makes of raw ones: the same features fire on each row,
 * what each writes differs by the scale alone, and so do reconstructions. The trained side is computed in doubles, straight from
 * the formulas of {@code docs/math.md}.
 */
class FoldInvarianceTest {
    private static final double SAME = 2e-5;
    /** Coarse, so that decoder rows of free length get lengths of their own within a short run. */
    private static final double RATE = 0.05;

    private static final Encoder CUSTOM =
            Encoders.of("fold-softshrink", (sd, pre) -> sd.nn().relu(pre.sub(TrainedFormulas.SHRINKAGE), 0));

    @TempDir
    Path directory;

    static List<Encoder> encoders() {
        return List.of(
                Encoders.relu(),
                Encoders.topK(3),
                Encoders.topKRescaled(3),
                Encoders.batchTopK(3),
                Encoders.batchTopKRescaled(3),
                Encoders.jumpRelu(0.3, 1),
                Encoders.jumpReluLog(0.3, 1),
                Encoders.gated(),
                CUSTOM);
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Encoder encoder : encoders()) {
            for (Normalization normalization : Normalization.values()) {
                for (boolean unitNorm : new boolean[] {true, false}) {
                    for (boolean nested : new boolean[] {false, true}) {
                        cases.add(Arguments.of(encoder, normalization, unitNorm, nested));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}, {1}, unit norm {2}, matryoshka {3}")
    @MethodSource("cases")
    void encodeAndDecodeAreThoseOfTraining(
            Encoder encoder, Normalization normalization, boolean unitNorm, boolean nested) {
        RecipeOptions options = options(encoder, normalization, unitNorm);
        options.isMatryoshka = nested;
        TrainedFormulas trained = new TrainedFormulas(encoder);
        SparseAutoencoder sae = run(options, trained);
        if (normalization == Normalization.NONE) {
            assertThat(trained.scale(Runs.acts())).isEqualTo(1);
        } else {
            assertThat(Math.abs(trained.scale(Runs.acts()) - 1)).isGreaterThan(0.2);
        }
        assertSame(sae, trained);

        Encoders.register(CUSTOM);
        sae.save(directory.resolve("sae"));
        assertSame(SparseAutoencoder.load(directory.resolve("sae")), trained);
    }

    private static void assertSame(SparseAutoencoder sae, TrainedFormulas trained) {
        INDArray raw = Runs.acts();
        float[] codes = HostArrays.toFloats(sae.encodeDense(raw));
        TrainedFormulas.Outcome expected = trained.on(raw);
        assertThat(fired(codes)).isEqualTo(fired(expected.written())).contains(true);

        float[] directions = HostArrays.toFloats(sae.weights(Weights.W_DEC));
        for (int i = 0; i < codes.length; i++) {
            codes[i] *= (float) TrainedFormulas.norm(directions, i % Runs.FEATURES);
        }
        assertClose("what features write", matrix(codes), matrix(expected.written()), SAME);
        assertClose("reconstruction", sae.reconstruct(raw), matrix(expected.rows()), SAME);
    }

    /**
     * SAELens 6.18 folds the input scale of a BatchTopK into its weights and leaves the threshold as it is, so that an SAE of L0 4 fired
     * nowhere. Here the rows' scale is far from 1 and decoder rows are free: with the threshold that training found another number of
     * features would fire, with the folded one as many as in training.
     */
    @Test
    void theThresholdOfBatchTopKIsFoldedToo() {
        for (Encoder encoder : List.of(Encoders.batchTopK(3), Encoders.batchTopKRescaled(3))) {
            for (boolean nested : new boolean[] {false, true}) {
                RecipeOptions options = options(encoder, Normalization.MEAN_NORM, false);
                options.isMatryoshka = nested;
                options.batchSize = Runs.ROWS;
                options.learningRate = 1e-9;
                TrainedFormulas trained = new TrainedFormulas(encoder);
                SparseAutoencoder sae = run(options, trained);
                float[] threshold = HostArrays.toFloats(sae.weights(Weights.THRESHOLD));
                assertThat((double) threshold[0] * trained.scale(Runs.acts()))
                        .isCloseTo(trained.threshold(), withinPercentage(1e-3));
                double l0 = sae.evaluate(Runs.acts()).l0();
                assertThat(l0).isCloseTo(3, within(2.0 / Runs.ROWS));
                assertThat(trained.firedAbove(trained.threshold() * trained.scale(Runs.acts()), Runs.acts()))
                        .as("fired with a threshold that is wrong by the scale")
                        .isNotCloseTo(l0, within(1.0));
            }
        }
    }

    private static RecipeOptions options(Encoder encoder, Normalization normalization, boolean unitNorm) {
        RecipeOptions options = new RecipeOptions();
        options.hiddenDim = Runs.FEATURES;
        options.encoder = encoder;
        options.length = new RunLength(RunLength.Unit.STEPS, Runs.STEPS);
        options.batchSize = Runs.BATCH;
        options.learningRate = RATE;
        options.normalization = normalization;
        options.optimizer = new OptimizerSettings(0.9, 0.999, 1e-8, 1, unitNorm);
        options.kAnnealing = KAnnealing.NONE;
        return options;
    }

    private static SparseAutoencoder run(RecipeOptions options, TrainedFormulas trained) {
        ActivationSource source = ActivationSources.of(Runs.acts());
        Trainer trainer = new Trainer(
                options.config(Runs.WIDTH, Runs.WIDTH, false, source.rowCount(), true),
                source,
                request -> trained.watch(options.engines().create(request)),
                List.of());
        TrainedSae result = trainer.run();
        return Assembly.trained(options, result);
    }

    private static List<Boolean> fired(float[] values) {
        List<Boolean> fired = new ArrayList<>();
        for (float value : values) {
            fired.add(value != 0);
        }
        return fired;
    }

    private static INDArray matrix(float[] values) {
        return HostArrays.create(values, Runs.ROWS, values.length / Runs.ROWS);
    }
}
