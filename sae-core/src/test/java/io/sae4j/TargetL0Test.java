package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.quick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.data.SyntheticFeatures;
import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.GraphOps;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.model.LossSpec;
import io.sae4j.nd.HostArrays;
import io.sae4j.train.KAnnealing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs that are asked to end with a number of features that fire. */
class TargetL0Test {
    private static final double LANDED = 0.05;
    private static final int FRESH = 16_384;

    /** A penalty of the user's own, which says that it may be steered. */
    record LogPenalty() implements LossTerm {
        @Override
        public LossSpec spec() {
            return LossSpec.of("log-penalty");
        }

        @Override
        public SDVariable build(LossGraph graph) {
            return graph.meanOverRows(graph.sameDiff()
                    .math()
                    .log(graph.codes().activations().mul(4).add(1)));
        }

        @Override
        public boolean isSparsityPenalty() {
            return true;
        }
    }

    private static SyntheticFeatures features(int width, int count, double l0) {
        return SyntheticFeatures.builder()
                .width(width)
                .features(count)
                .probabilities(l0 / count, 0)
                .rows(200_000)
                .seed(1)
                .build();
    }

    static Stream<Arguments> runs() {
        Encoder shrink = Encoders.of("target-shrink", (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0));
        SyntheticFeatures small = features(16, 32, 3);
        SyntheticFeatures wide = features(256, 384, 12);
        return Stream.of(
                arguments("relu", small, run(32, 800, 256).encoder(Encoders.relu()), 3.0),
                arguments("relu, high", small, run(32, 800, 256).encoder(Encoders.relu()), 7.0),
                arguments("relu, low", small, run(32, 1500, 256).encoder(Encoders.relu()), 2.0),
                arguments("jumprelu", small, run(32, 800, 256).encoder(Encoders.jumpRelu()), 3.0),
                arguments("jumprelu, small batches", small, run(32, 1500, 32).encoder(Encoders.jumpRelu()), 2.5),
                arguments(
                        "jumprelu and tanh, coefficient far off",
                        small,
                        run(32, 800, 256).encoder(Encoders.jumpRelu(0.1, 2)).loss(Losses.l0Tanh(1e5)),
                        4.0),
                arguments(
                        "norms and no penalty on them",
                        small,
                        run(32, 800, 256).encoder(Encoders.relu()).loss(Losses.l1WithDecoderNorms(1e-5)),
                        3.5),
                arguments(
                        "own encoder and term",
                        small,
                        run(32, 600, 128).encoder(shrink).loss(Loss.of(new LogPenalty(), 1)),
                        3.0),
                arguments("wide and short, relu", wide, run(512, 500, 64).encoder(Encoders.relu()), 12.0),
                arguments("wide and short, jumprelu", wide, run(512, 500, 64).encoder(Encoders.jumpRelu()), 12.0),
                arguments("topk", small, run(32, 300, 256), 3.0),
                arguments("batchtopk", small, run(32, 600, 256).encoder(Encoders.batchTopK(3)), 3.0));
    }

    private static SparseAutoencoderBuilder run(int features, int steps, int batch) {
        return SparseAutoencoder.builder().hiddenDim(features).steps(steps).batchSize(batch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void theRunEndsWithinFivePerCent(
            String name, SyntheticFeatures data, SparseAutoencoderBuilder builder, double target) {
        SparseAutoencoder sae = builder.targetL0(target).fit(data);
        assertThat(sae.evaluate(data.fresh(9, FRESH)).l0()).isCloseTo(target, within(LANDED * target));
    }

    @Test
    void aStreamOfUnknownLengthIsSteeredToo() {
        SyntheticFeatures data = features(16, 32, 3);
        int batches = 1500;
        int rowsOfBatch = 256;
        Batch batch = Batch.forSource(data, rowsOfBatch);
        Stream<INDArray> stream = Stream.iterate(0, i -> i + 1).limit(batches).map(i -> {
            try (RowReader reader = data.fresh(100 + i, rowsOfBatch).sequential()) {
                batch.clear();
                reader.read(batch);
                return HostArrays.create(batch.input().clone(), rowsOfBatch, data.inputWidth());
            }
        });
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(32)
                .batchSize(rowsOfBatch)
                .encoder(Encoders.jumpRelu())
                .targetL0(3)
                .fit(ActivationSources.ofBatchStream(stream));
        assertThat(sae.provenance().steps()).isEqualTo(batches);
        assertThat(sae.evaluate(data.fresh(9, FRESH)).l0()).isCloseTo(3, within(LANDED * 3));
    }

    @Test
    void theSteeredCoefficientIsToldAndRepeats() {
        List<Double> weights = new ArrayList<>();
        SparseAutoencoder sae = quick().encoder(Encoders.relu())
                .targetL0(2)
                .listener(progress -> weights.add(progress.coefficients().get("l1")))
                .fit(acts());
        assertThat(weights).hasSize(Runs.STEPS).first().isEqualTo(0.0);
        assertThat(sae.provenance().metrics()).containsEntry("coefficient_l1", weights.get(Runs.STEPS - 1));
        assertThat(sae.provenance().recipe()).containsEntry("targetL0", 2.0);
        assertThat(quick().encoder(Encoders.relu()).fit(acts()).provenance().metrics())
                .doesNotContainKey("coefficient_l1");
    }

    @Test
    void otherTermsAreNotSteered() {
        List<Map<String, Double>> weights = new ArrayList<>();
        quick().encoder(Encoders.jumpRelu())
                .loss(Losses.l0Step(1))
                .loss(Losses.preActivation(0.25))
                .targetL0(2)
                .listener(progress -> weights.add(progress.coefficients()))
                .fit(acts());
        assertThat(weights)
                .allSatisfy(now ->
                        assertThat(now).containsEntry("pre_activation", 0.25).containsEntry("auxk", Recipe.AUXK));
    }

    @Test
    void encodersThatSelectTakeItAsTheirK() {
        SparseAutoencoder sae = quick().targetL0(3).fit(acts());
        assertThat(sae.config().encoder().settings()).containsEntry("k", 3);
        assertThat(quick().targetL0(3)
                        .encoder(Encoders.batchTopK(3))
                        .fit(acts())
                        .provenance()
                        .recipe())
                .containsEntry("targetL0", 3.0);
        assertThat(TargetL0.k(20.4)).isEqualTo(20);
        assertThat(TargetL0.selected(new BatchTopKEncoder(7, true))).hasValue(7);
    }

    @Test
    void theTargetNarrowsFromAboveWhereThereIsRoom() {
        OptionalDouble five = OptionalDouble.of(5);
        assertThat(Recipe.kAnnealing(Encoders.relu(), 64, 256, five).startFactor())
                .isEqualTo(4);
        assertThat(Recipe.kAnnealing(Encoders.jumpRelu(), 64, 256, five).startFactor())
                .isEqualTo(2);
        assertThat(Recipe.kAnnealing(Encoders.relu(), 64, 40, five).startFactor())
                .isEqualTo(2);
        assertThat(Recipe.kAnnealing(Encoders.relu(), 64, 16, five)).isEqualTo(KAnnealing.NONE);
        assertThat(Recipe.kAnnealing(Encoders.relu(), 64, 256, OptionalDouble.empty()))
                .isEqualTo(KAnnealing.NONE);
    }

    @Test
    void whatCannotBeReachedIsRefused() {
        assertRefused(quick().targetL0(12.5), "targetL0 must be at most hiddenDim 12, got 12.5");
        assertRefused(
                quick().encoder(Encoders.topK(2)).targetL0(3),
                "targetL0 3.0 contradicts encoder 'topk' with k = 2; give targetL0 alone, or the same number to both");
        assertRefused(
                quick().targetL0(1.4),
                "targetL0 1.4 cannot be met within 5 % by an encoder that selects a whole number of features; give a"
                        + " whole number, or an encoder with a penalty, such as Encoders.jumpRelu()");
        Encoder own = Encoders.of("unpenalised", (sd, pre) -> sd.nn().relu(pre, 0));
        String message = "targetL0 needs a sparsity penalty with a positive coefficient to steer, and the objective has"
                + " none: %s; add one, such as Losses.l1(…), or let your term's isSparsityPenalty() return true";
        assertRefused(quick().encoder(own).targetL0(3), message.formatted("[auxk]"));
        assertRefused(
                quick().encoder(own)
                        .loss(Losses.of(
                                "plain",
                                1,
                                (sd, g) ->
                                        g.meanOverRows(GraphOps.square(g.codes().activations()))))
                        .auxK(0)
                        .targetL0(3),
                message.formatted("[plain]"));
        assertRefused(quick().encoder(Encoders.relu()).sparsityPenalty(0).targetL0(3), message.formatted("[l1, auxk]"));
    }

    private static void assertRefused(SparseAutoencoderBuilder builder, String message) {
        assertThatThrownBy(() -> builder.fit(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aTargetIsPositiveAndFinite() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> quick().targetL0(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("targetL0 must be positive and finite, got " + bad);
        }
    }
}
