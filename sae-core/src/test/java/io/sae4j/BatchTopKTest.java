package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.quick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sae4j.data.SyntheticFeatures;
import io.sae4j.encoder.Encoder;
import io.sae4j.eval.Metrics;
import io.sae4j.model.EncoderSpec;
import io.sae4j.nd.HostArrays;
import io.sae4j.train.KAnnealing;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From training with a mean number of codes to a saved JumpReLU with about as many. */
class BatchTopKTest {
    private static final int K = 5;
    private static final double FEW_PER_CENT = 0.03;

    static Stream<Arguments> runs() {
        return Stream.of(
                arguments("annealed", Encoders.batchTopK(K), 200, new KAnnealing(4, 0.8)),
                arguments("annealed, short", Encoders.batchTopK(K), 60, new KAnnealing(4, 0.8)),
                arguments("norms in the scores", Encoders.batchTopKRescaled(K), 100, KAnnealing.NONE),
                arguments("not annealed, short", Encoders.batchTopK(K), 30, KAnnealing.NONE));
    }

    @ParameterizedTest(name = "{0}, {2} steps")
    @MethodSource("runs")
    void inferenceFiresAsOftenAsTraining(String name, Encoder encoder, int steps, KAnnealing annealing) {
        SyntheticFeatures toy = SyntheticFeatures.toy(0);
        List<Double> trainingL0 = new ArrayList<>();
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(256)
                .encoder(encoder)
                .steps(steps)
                .batchSize(512)
                .kAnnealing(annealing)
                .listener(progress -> trainingL0.add(progress.l0()))
                .fit(toy);
        assertThat(trainingL0.get(steps - 1)).isEqualTo(K);
        assertThat(trainingL0.get(0)).isEqualTo(K * annealing.startFactor());

        Metrics metrics = sae.evaluate(toy.fresh(7, 16_384));
        assertThat(metrics.l0()).isCloseTo(K, within(FEW_PER_CENT * K));
    }

    @Test
    void whatIsSavedIsAJumpReluWithOneThreshold() {
        SparseAutoencoder sae = quick().encoder(Encoders.batchTopKRescaled(2)).fit(acts());
        assertThat(sae.config().encoder()).isEqualTo(EncoderSpec.of("jumprelu"));
        assertThat(sae.provenance().recipe().get("encoder").toString()).contains("name=batchtopk");
        float[] threshold = HostArrays.toFloats(sae.weights("threshold"));
        assertThat(threshold).hasSize(Runs.FEATURES).containsOnly(threshold[0]);
        assertThat(threshold[0]).isPositive();
    }

    @Test
    void itIsNamed() {
        EncoderSpec spec = Encoders.batchTopKRescaled(7).spec();
        assertThat(spec.name()).isEqualTo("batchtopk");
        assertThat(Encoders.fromSpec(spec)).isEqualTo(Encoders.batchTopKRescaled(7));
        assertThat(Encoders.names()).contains("batchtopk");
    }

    @Test
    void anUntrainedOneFiresWherePositive() {
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .inputDim(Runs.WIDTH)
                .encoder(Encoders.batchTopK(2))
                .build();
        assertThat(HostArrays.toFloats(sae.weights("threshold"))).containsOnly(0f);
        assertThat(sae.evaluate(acts()).l0()).isPositive();
    }

    @Test
    void theDefaultRecipeNarrowsKWhereTheWidthAllows() {
        assertThat(Recipe.kAnnealing(Encoders.batchTopK(5), 64, 256, OptionalDouble.empty()))
                .isEqualTo(Recipe.kAnnealing(Encoders.topK(5), 64, 256, OptionalDouble.empty()));
        assertThat(Recipe.kAnnealing(Encoders.batchTopK(5), 64, 256, OptionalDouble.empty()))
                .isNotEqualTo(KAnnealing.NONE);
        assertThat(Recipe.kAnnealing(Encoders.batchTopK(6), 64, 256, OptionalDouble.empty()))
                .isEqualTo(KAnnealing.NONE);
        assertThat(Recipe.learningRate(Encoders.batchTopK(5), 4096))
                .isEqualTo(Recipe.learningRate(Encoders.topK(5), 4096));
    }
}
