package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.bits;
import static io.sae4j.Runs.quick;
import static io.sae4j.Runs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sae4j.data.ActivationSources;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.NestedReconstruction.Level;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Resampling;
import io.sae4j.train.Start;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SparseAutoencoderBuilderTest {
    /** An option, given as a user does. */
    interface Option extends Consumer<SparseAutoencoderBuilder> {}

    private static Arguments option(String name, Option option) {
        return arguments(name, option);
    }

    static Stream<Arguments> everyOption() {
        return Stream.of(
                option("inputDim", b -> b.inputDim(6)),
                option("hiddenDim", b -> b.hiddenDim(8)),
                option("expansionFactor", b -> b.expansionFactor(2)),
                option("encoder", b -> b.encoder(Encoders.relu())),
                option("loss 'l1'", b -> b.loss(Losses.l1(1))),
                option("auxK", b -> b.auxK(0)),
                option("matryoshka", b -> b.matryoshka(1)),
                option("steps", b -> b.steps(1)),
                option("epochs", b -> b.epochs(1)),
                option("samples", b -> b.samples(1)),
                option("batchSize", b -> b.batchSize(1)),
                option("gradientAccumulation", b -> b.gradientAccumulation(2)),
                option("learningRate", b -> b.learningRate(1e-3)),
                option("schedule", b -> b.schedule(LearningRateSchedule.constant())),
                option("kAnnealing", b -> b.kAnnealing(KAnnealing.NONE)),
                option("optimizer", b -> b.optimizer(OptimizerSettings.DEFAULT)),
                option("normalization", b -> b.normalization(Normalization.NONE)),
                option("decoderBiasInit", b -> b.decoderBiasInit(DecoderBiasInit.MEAN)),
                option("start", b -> b.start(Start.DEFAULT)),
                option("deadAfter", b -> b.deadAfter(1)),
                option("resampling", b -> b.resampling(Resampling.DEFAULT)),
                option("applyBDecToInput", b -> b.applyBDecToInput(true)),
                option("skipConnection", b -> b.skipConnection(true)),
                option("crosscoder", b -> b.crosscoder(2, 4)),
                option("seed", b -> b.seed(1)),
                option("engine", b -> b.engine(Engine.GRAPH)),
                option("microBatchSize", b -> b.microBatchSize(1)),
                option("metadata", b -> b.metadata(Map.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyOption")
    void noOptionMayBeGivenTwice(String name, Option option) {
        SparseAutoencoderBuilder builder = SparseAutoencoder.builder();
        option.accept(builder);
        assertThatThrownBy(() -> option.accept(builder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(name + " is given twice");
    }

    static Stream<Arguments> conflicts() {
        Option hiddenDim = b -> b.hiddenDim(8);
        Option expansionFactor = b -> b.expansionFactor(2);
        Option steps = b -> b.steps(1);
        Option epochs = b -> b.epochs(1);
        Option samples = b -> b.samples(1);
        Option auxK = b -> b.auxK(0.1);
        Option auxKLoss = b -> b.loss(Losses.auxKSaeLens(1));
        Option matryoshka = b -> b.matryoshka();
        Option matryoshkaLoss = b -> b.loss(Losses.matryoshka(4));
        return Stream.of(
                arguments("give matryoshka or loss 'matryoshka', not both", matryoshka, matryoshkaLoss),
                arguments("give loss 'matryoshka' or matryoshka, not both", matryoshkaLoss, matryoshka),
                arguments("give hiddenDim or expansionFactor, not both", hiddenDim, expansionFactor),
                arguments("give expansionFactor or hiddenDim, not both", expansionFactor, hiddenDim),
                arguments("give steps or epochs, not both", steps, epochs),
                arguments("give epochs or samples, not both", epochs, samples),
                arguments("give samples or steps, not both", samples, steps),
                arguments("give auxK or loss 'auxk', not both", auxK, auxKLoss),
                arguments("give loss 'auxk' or auxK, not both", auxKLoss, auxK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conflicts")
    void optionsThatContradictEachOtherAreRefused(String message, Option first, Option second) {
        SparseAutoencoderBuilder builder = SparseAutoencoder.builder();
        first.accept(builder);
        assertThatThrownBy(() -> second.accept(builder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                option("inputDim must be positive, got 0", b -> b.inputDim(0)),
                option("startFactor must be at least 1 and finite, got 0.5", b -> b.kAnnealing(new KAnnealing(0.5, 1))),
                option("until must be in (0, 1], got 0.0", b -> b.kAnnealing(new KAnnealing(2, 0))),
                option("hiddenDim must be positive, got -3", b -> b.hiddenDim(-3)),
                option("expansionFactor must be positive, got 0", b -> b.expansionFactor(0)),
                option("auxK must be at least 0 and finite, got -1.0", b -> b.auxK(-1)),
                option("auxK must be at least 0 and finite, got NaN", b -> b.auxK(Double.NaN)),
                option("width of a level must be positive, got 0", b -> b.matryoshka(0)),
                option("widths of matryoshka levels must ascend, got [4, 4]", b -> b.matryoshka(4, 4)),
                option("widths of matryoshka levels must ascend, got [8, 4]", b -> b.loss(Losses.matryoshka(8, 4))),
                option("matryoshka needs at least one level", b -> b.matryoshka(List.of())),
                option(
                        "weights of matryoshka levels must be positive and finite, got 0.0",
                        b -> b.matryoshka(List.of(new Level(4, 0)))),
                option("steps must be positive, got 0", b -> b.steps(0)),
                option("epochs must be positive, got -1", b -> b.epochs(-1)),
                option("samples must be positive, got 0", b -> b.samples(0)),
                option("batchSize must be positive, got 0", b -> b.batchSize(0)),
                option("gradientAccumulation must be positive, got 0", b -> b.gradientAccumulation(0)),
                option("microBatchSize must be positive, got 0", b -> b.microBatchSize(0)),
                option("learningRate must be positive and finite, got 0.0", b -> b.learningRate(0)),
                option("learningRate must be positive and finite, got NaN", b -> b.learningRate(Double.NaN)),
                option("learningRate must be positive and finite, got Infinity", b -> b.learningRate(1 / 0.0)),
                option("k must be positive, got 0", b -> b.encoder(Encoders.topK(0))),
                option("k must be positive, got -1", b -> b.encoder(Encoders.batchTopK(-1))),
                option(
                        "initialThreshold must be positive and finite, got 0.0",
                        b -> b.encoder(Encoders.jumpRelu(0, 1))),
                option("bandwidth must be positive and finite, got -1.0", b -> b.encoder(Encoders.jumpRelu(1, -1))),
                option("coefficient of loss 'l1' must be at least 0 and finite, got -1.0", b -> b.loss(Losses.l1(-1))),
                option(
                        "warmUpSteps of loss 'l1' must be at least 0, got -1",
                        b -> b.loss(Losses.l1(1).warmUp(-1))),
                option("tanh scale must be positive and finite, got 0.0", b -> b.loss(Losses.l0Tanh(1, 0))),
                option("decayFrom must be in [0, 1], got 2.0", b -> b.schedule(new LearningRateSchedule(0, 2, 0))),
                option("deadAfter must be positive, got 0", b -> b.deadAfter(0)),
                option("beta1 must be in [0, 1), got 1.0", b -> b.optimizer(new OptimizerSettings(1, 0, 1, 1, true))),
                option(
                        "weightDecay must be at least 0 and finite, got -0.5",
                        b -> b.optimizer(OptimizerSettings.adamW(0.9, 0.999, -0.5))),
                option("beta1 must be in [0, 1), got 1.0", b -> b.optimizer(OptimizerSettings.signSgd(1))),
                option(
                        "encoder name 'relu' is taken by a built-in encoder",
                        b -> b.encoder(Encoders.of("relu", (sd, pre) -> pre))),
                option(
                        "loss name 'l1' is taken by a built-in term",
                        b -> b.loss(Losses.of("l1", 1, (sd, g) -> g.residual().sum()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outOfRange")
    void valuesOutOfRangeAreRefusedAtOnce(String message, Option option) {
        SparseAutoencoderBuilder builder = SparseAutoencoder.builder();
        assertThatThrownBy(() -> option.accept(builder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void moreCodesThanFeaturesAreRefused() {
        assertThatThrownBy(() -> quick().encoder(Encoders.topK(13)).fit(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k must be at most hiddenDim 12, got 13");
        assertThatThrownBy(() ->
                        quick().encoder(Encoders.topK(13)).inputDim(Runs.WIDTH).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k must be at most hiddenDim 12, got 13");
    }

    @Test
    void aNestedLevelOfAllFeaturesIsRefused() {
        String message =
                "widths of matryoshka levels must be less than hiddenDim 12, got 12; all features together always count";
        assertThatThrownBy(() -> quick().matryoshka(3, 12).fit(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> quick().matryoshka(12).inputDim(Runs.WIDTH).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aLossThatTheEncoderCannotServeIsRefused() {
        assertThatThrownBy(() ->
                        quick().encoder(Encoders.relu()).loss(Losses.l0Step(1)).fit(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'l0'")
                .hasMessageContaining("threshold");
    }

    @Test
    void severalEpochsOfAStreamAreRefusedWithAdvice() {
        SparseAutoencoderBuilder builder =
                SparseAutoencoder.builder().hiddenDim(8).batchSize(8).epochs(2);
        assertThatThrownBy(() -> builder.fit(ActivationSources.ofRowStream(Arrays.stream(rows()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epochs must be 1 for a source that can be read only once, got 2")
                .hasMessageContaining("INDArray")
                .hasMessageContaining("Iterable");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void rowsThatAreNotFiniteAreRefusedWithTheirPlace(float bad) {
        INDArray acts = acts();
        acts.putScalar(17, 4, bad);
        assertThatThrownBy(() -> quick().fit(acts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("activations contain " + bad + " at row 17, column 4");
    }

    @Test
    void activationsOfTheWrongKindAreRefused() {
        assertThatThrownBy(() -> quick().fit(Nd4j.zeros(DataType.FLOAT, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("activations must have 2 dimensions [rows, width], got shape [8]");
        assertThatThrownBy(() -> quick().fit(Nd4j.empty(DataType.FLOAT))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quick().fit(Nd4j.zeros(DataType.INT, 8, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got INT");
        assertThatThrownBy(() -> quick().fit(Nd4j.zeros(DataType.FLOAT, 8, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("all zero");
        assertThatThrownBy(() -> quick().fit(ActivationSources.ofRows(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void rowsOfAnotherWidthThanToldAreRefused() {
        assertThatThrownBy(() -> quick().inputDim(7).fit(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("activations have width 6, but inputDim says 7");
    }

    @Test
    void lessThanOneBatchIsRefused() {
        assertThatThrownBy(() -> SparseAutoencoder.builder()
                        .hiddenDim(8)
                        .batchSize(1000)
                        .epochs(1)
                        .fit(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("activations must hold at least one batch of 1000 rows; use a smaller batchSize");
    }

    @Test
    void bDecCannotBeSubtractedFromRowsOfAnotherWidth() {
        assertThatThrownBy(() -> quick().applyBDecToInput(true).fit(ActivationSources.paired(acts(), acts(4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("applyBDecToInput needs inputs and targets of the same width, got 6 and 4");
    }

    @Test
    void theSeedAloneDecides() {
        float[] first = bits(quick().seed(7).fit(acts()));
        assertThat(bits(quick().seed(7).fit(acts()))).containsExactly(first);
        assertThat(bits(quick().seed(8).fit(acts()))).isNotEqualTo(first);
    }

    @Test
    void aBuilderMayBeUsedAgain() {
        SparseAutoencoderBuilder builder = quick();
        assertThat(bits(builder.fit(acts()))).containsExactly(bits(builder.fit(acts())));
    }

    @Test
    void theLengthMayBeGivenInStepsEpochsOrSamples() {
        SparseAutoencoderBuilder common =
                SparseAutoencoder.builder().hiddenDim(8).batchSize(16).epochs(2);
        assertThat(common.fit(acts()).provenance().steps()).isEqualTo(6);
        SparseAutoencoderBuilder samples =
                SparseAutoencoder.builder().hiddenDim(8).batchSize(16).samples(33);
        assertThat(samples.fit(acts()).provenance().steps()).isEqualTo(3);
    }

    @Test
    void anUntrainedOneHasRandomUnitDirections() {
        SparseAutoencoder sae =
                SparseAutoencoder.builder().inputDim(5).expansionFactor(3).build();
        assertThat(sae.config().dSae()).isEqualTo(15);
        assertThat(sae.config().dIn()).isEqualTo(5);
        assertThat(sae.provenance().origin()).isEqualTo("untrained");
        assertThat(sae.featureDensity()).isEmpty();
        for (int j = 0; j < 15; j++) {
            assertThat(sae.featureDirection(j).norm2Number().doubleValue()).isCloseTo(1, within(1e-6));
        }
        assertThatThrownBy(() -> SparseAutoencoder.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("build() needs inputDim; fit(...) takes it from the activations");
    }

    @Test
    void everyEncoderHasAPenaltyThatSuitsIt() {
        for (Encoder encoder : List.of(
                Encoders.relu(),
                Encoders.topK(2),
                Encoders.batchTopK(2),
                Encoders.jumpRelu(),
                Encoders.jumpReluLog(0.1, 1))) {
            SparseAutoencoder sae = quick().encoder(encoder).fit(acts());
            assertThat(sae.provenance().recipe().get("losses").toString())
                    .contains("auxk")
                    .matches(losses ->
                            encoder.name().endsWith("topk") || losses.contains("l1") || losses.contains("l0"));
        }
    }
}
