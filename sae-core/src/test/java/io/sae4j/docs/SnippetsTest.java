package io.sae4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.Recipes;
import io.sae4j.SparseAutoencoder;
import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.Kernel;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.eval.Metrics;
import io.sae4j.loss.Loss;
import io.sae4j.model.SparseCodes;
import io.sae4j.nd.HostArrays;
import io.sae4j.schedule.CoefficientSchedule;
import io.sae4j.schedule.Span;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Resampling;
import io.sae4j.train.Start;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The Java code of README.md and docs, compiled and run. {@link DocsTest} compares the two, word for word. */
class SnippetsTest {
    private static final int ROWS = 64;
    private static final int WIDTH = 8;
    private static final double MICRO_BATCH_TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    @Test
    void fiveLines() {
        // A stream is read once, so that the default length of a run is two steps here.
        ActivationSource acts =
                ActivationSources.ofBatchStream(Stream.generate(() -> rows(1)).limit(32));
        INDArray batch = rows(2);
        Path directory = folder.resolve("five-lines");

        SparseAutoencoder sae = SparseAutoencoder.builder().hiddenDim(512).fit(acts);
        SparseCodes codes = sae.encode(batch);
        INDArray rebuilt = sae.decode(codes);
        Metrics metrics = sae.evaluate(batch);
        sae.save(directory);

        assertThat(codes.dSae()).isEqualTo(512);
        assertThat(rebuilt.shape()).containsExactly(ROWS, WIDTH);
        assertThat(metrics.rows()).isEqualTo(ROWS);
        assertThat(directory.resolve("cfg.json")).exists();
    }

    @Test
    void jumpReluOptions() {
        INDArray acts = rows(3);

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(32)
                .encoder(Encoders.jumpRelu(0.1, 2).withKernel(Kernel.TRIANGLE).withStraightThroughToInput())
                .loss(Losses.l0Quadratic(2.0, 4).warmUp(10))
                .steps(30)
                .batchSize(32)
                .fit(acts);

        SparseAutoencoder again =
                SparseAutoencoder.builder().recipe(sae.provenance()).fit(acts);
        assertSameCodes(sae, again, acts);
    }

    @Test
    void pAnnealing() {
        INDArray acts = rows(3);
        List<Double> values = new ArrayList<>();

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(32)
                .encoder(Encoders.relu())
                .loss(Losses.pAnnealed(0.5, 0.2).warmUp(10))
                .steps(60)
                .batchSize(32)
                .fit(acts);

        SparseAutoencoder again = SparseAutoencoder.builder()
                .recipe(sae.provenance())
                .listener(progress -> values.add(progress.terms().get("p_annealed")))
                .fit(acts);
        assertSameCodes(sae, again, acts);
        assertThat(values).hasSize(60).allMatch(value -> value > 0);
    }

    @Test
    void ownLossWithANumberOfTheStep() {
        INDArray acts = rows(3);
        List<Double> values = new ArrayList<>();
        SparseAutoencoder.builder()
                .hiddenDim(32)
                .loss(Loss.of(new ShrinkingCodes(), 0.1))
                .steps(20)
                .batchSize(32)
                .microBatchSize(20)
                .listener(progress -> values.add(progress.terms().get("shrinking-codes")))
                .fit(acts);
        assertThat(values.get(0)).isPositive();
        assertThat(values.get(1)).isLessThan(0.1 * values.get(0));
    }

    @Test
    void ownActivationAndLoss() {
        INDArray acts = rows(1);
        Path directory = folder.resolve("own");

        Encoder softShrink = Encoders.of("softshrink", (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0));
        Loss energy = Losses.of("code-energy", 0.01, (sd, g) -> {
            var codes = g.codes().activations();
            return g.meanOverRows(codes.mul(codes));
        });

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(512)
                .encoder(softShrink)
                .loss(Losses.l1(0.5).warmUp(100))
                .loss(energy)
                .epochs(20)
                .fit(acts);
        sae.save(directory);
        assertThatThrownBy(() -> SparseAutoencoder.load(directory)).hasMessageContaining("softshrink");

        Encoders.register(softShrink);
        SparseAutoencoder again = SparseAutoencoder.load(directory);

        assertSameCodes(sae, again, acts);
    }

    @Test
    void evaluateSaveLoad() {
        INDArray acts = rows(1);
        INDArray validation = rows(2);
        Path directory = folder.resolve("evaluated");
        SparseAutoencoder sae = shortRun().fit(acts);

        Metrics metrics = sae.evaluate(validation);
        double unexplained = metrics.fvu();
        double featuresPerRow = metrics.l0();

        sae.save(directory);
        SparseAutoencoder again = SparseAutoencoder.load(directory);
        Map<String, Object> recipe = again.provenance().recipe();

        assertThat(recipe).containsEntry("hiddenDim", 32);
        assertThat(unexplained).isPositive();
        assertThat(featuresPerRow).isPositive();
        assertSameCodes(sae, again, acts);
    }

    @Test
    void recipePartByPart() {
        INDArray acts = rows(1);

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .expansionFactor(4)
                .encoder(Encoders.topK(4))
                .auxK(1.0 / 32)
                .steps(50)
                .batchSize(32)
                .learningRate(1e-3)
                .schedule(LearningRateSchedule.linearDecay(10, 0.8))
                .optimizer(new OptimizerSettings(0.9, 0.999, 1e-8, 1.0, true))
                .normalization(Normalization.MEAN_NORM)
                .decoderBiasInit(DecoderBiasInit.GEOMETRIC_MEDIAN)
                .applyBDecToInput(true)
                .seed(42)
                .metadata(Map.of("model_name", "my-model", "hook_name", "blocks.2.hook_resid_post"))
                .fit(acts);

        assertThat(sae.config().dSae()).isEqualTo(32);
        assertThat(sae.provenance().steps()).isEqualTo(50);
    }

    @Test
    void otherStarts() {
        INDArray acts = rows(1);

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(32)
                .encoder(Encoders.relu())
                .loss(Losses.l1WithDecoderNorms(1))
                .start(Start.DEFAULT
                        .rows(Start.DecoderRows.UNIFORM)
                        .decoderNorms(0.05, 1)
                        .encoder(Start.EncoderStart.TIED)
                        .initialL0(8))
                .optimizer(new OptimizerSettings(0.9, 0.999, 1e-8, 1.0, false))
                .deadAfter(2_000)
                .steps(50)
                .fit(acts);

        assertThat(sae.provenance().recipe()).containsEntry("deadAfter", 2_000L);
    }

    @Test
    void schedulesAndOptimizers() {
        INDArray acts = rows(1);

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(16)
                .encoder(Encoders.relu())
                .loss(Losses.l1(0.5).schedule(CoefficientSchedule.cosine(Span.share(0.2))))
                .loss(Losses.l0Tanh(0.1).warmUp(Span.steps(10)))
                .schedule(LearningRateSchedule.cosine(0.1).warmUp(5).decay(Span.share(0.2)))
                .optimizer(OptimizerSettings.adamW(0.9, 0.999, 0.01).unitNormDecoder(false))
                .batchSize(16)
                .gradientAccumulation(4)
                .steps(40)
                .fit(acts);

        assertThat(sae.provenance().steps()).isEqualTo(40);
        assertThat(sae.provenance().recipe()).containsEntry("gradientAccumulation", 4);
    }

    @Test
    void resampledFeatures() {
        INDArray acts = rows(1);

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(32)
                .encoder(Encoders.topK(4))
                .auxK(0)
                .resampling(Resampling.every(20).until(60).direction(Resampling.Direction.RESIDUAL))
                .steps(100)
                .fit(acts);

        assertThat(sae.provenance().recipe()).containsKey("resampling");
    }

    @Test
    void recipeBySource() {
        INDArray acts = rows(1);

        SparseAutoencoder sae = Recipes.dictionaryLearningTopK(4)
                .hiddenDim(64)
                .learningRate(1e-3)
                .batchSize(32)
                .steps(50)
                .fit(acts);

        assertThat(sae.provenance().recipe()).containsEntry("normalization", "UNIT_MEAN_SQUARE");
    }

    @Test
    void ownEncoder() {
        INDArray acts = rows(1);
        Path directory = folder.resolve("own-encoder");

        Encoders.register(LearnedSoftShrink.NAME, LearnedSoftShrink::fromSpec);

        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(32)
                .encoder(new LearnedSoftShrink(0.1))
                .loss(Losses.l1(0.5))
                .epochs(20)
                .fit(acts);
        sae.save(directory);
        SparseAutoencoder again = SparseAutoencoder.load(directory);

        assertSameCodes(sae, again, acts);
        assertThat(again.weights("shrink").shape()).containsExactly(32);
        assertThat(sae.config().encoderInputScale()).isEqualTo(1.0);
    }

    @Test
    void ownLossInMicroBatches() {
        INDArray acts = rows(1);

        Loss balance = Loss.of(new FeatureBalance(), 0.1).warmUp(10);

        SparseAutoencoder whole = shortRun().loss(balance).fit(acts);
        SparseAutoencoder inParts = shortRun().loss(balance).microBatchSize(10).fit(acts);

        double difference = whole.weights("W_dec")
                .sub(inParts.weights("W_dec"))
                .amaxNumber()
                .doubleValue();
        assertThat(difference).isCloseTo(0, within(MICRO_BATCH_TOLERANCE));
    }

    @Test
    void transcoders() {
        INDArray mlpIn = rows(1);
        INDArray mlpOut = rows(2);

        ActivationSource pairs = ActivationSources.paired(mlpIn, mlpOut);
        SparseAutoencoder transcoder =
                SparseAutoencoder.builder().hiddenDim(32).steps(50).fit(pairs);
        SparseAutoencoder skip = SparseAutoencoder.builder()
                .hiddenDim(32)
                .steps(50)
                .skipConnection(true)
                .fit(pairs);
        INDArray imitated = skip.decode(skip.encode(mlpIn), mlpIn);
        Metrics metrics = skip.evaluate(pairs);

        assertThat(transcoder.weights("W_dec").shape()).containsExactly(32, WIDTH);
        assertThat(imitated.shape()).containsExactly(ROWS, WIDTH);
        assertThat(metrics.rows()).isEqualTo(ROWS);
    }

    @Test
    void crosscoders() {
        INDArray layer2 = rows(1);
        INDArray layer3 = rows(2);

        ActivationSource layers = ActivationSources.sideBySide(layer2, layer3);
        SparseAutoencoder crosscoder = SparseAutoencoder.builder()
                .hiddenDim(32)
                .steps(50)
                .crosscoder(8, 8)
                .fit(layers);
        INDArray inLayer3 = crosscoder.featureDirection(5, 1);
        INDArray shares = crosscoder.partNorms();

        assertThat(inLayer3.length()).isEqualTo(WIDTH);
        assertThat(shares.shape()).containsExactly(32, 2);
    }

    @Test
    void ownSource() {
        SparseAutoencoder sae = shortRun().fit(new CountingSource());

        assertThat(sae.provenance().rows()).isEqualTo(4096);
    }

    @Test
    void rowsFromAnIterable() {
        List<float[]> rows = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            rows.add(new float[] {r % 2, r % 3, r % 5, 1});
        }

        ActivationSource source = ActivationSources.ofRows(rows);
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(16)
                .batchSize(32)
                .epochs(5)
                .fit(source);

        assertThat(sae.provenance().steps()).isEqualTo(10);
    }

    @Test
    void listenAndStop() {
        INDArray acts = rows(1);
        List<Double> losses = new ArrayList<>();

        SparseAutoencoderBuilder builder = SparseAutoencoder.builder().hiddenDim(32);
        SparseAutoencoder sae = builder.listener(progress -> {
                    losses.add(progress.loss());
                    if (progress.fvu() < 0.05 || progress.step() == 40) {
                        builder.requestStop();
                    }
                })
                .fit(acts);

        assertThat(sae.provenance().steps()).isEqualTo(losses.size()).isLessThanOrEqualTo(40);
    }

    private static SparseAutoencoderBuilder shortRun() {
        return SparseAutoencoder.builder().hiddenDim(32).batchSize(32).steps(20);
    }

    private static INDArray rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[ROWS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return HostArrays.create(values, ROWS, WIDTH);
    }

    private static void assertSameCodes(SparseAutoencoder sae, SparseAutoencoder again, INDArray rows) {
        assertThat(again.encodeDense(rows)).isEqualTo(sae.encodeDense(rows));
    }
}
