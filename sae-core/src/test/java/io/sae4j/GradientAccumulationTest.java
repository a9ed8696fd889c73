package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.bits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.train.EngineRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** n batches of B rows a step against one of n·B. */
class GradientAccumulationTest {
    private static final int BATCHES = 3;
    private static final double ROUNDING = 2e-4;

    static Stream<Arguments> runs() {
        return Stream.of(Engine.GRAPH, Engine.SPARSE)
                .flatMap(engine -> Stream.of(
                                Encoders.topK(2), Encoders.relu(), Encoders.jumpRelu(), Encoders.batchTopK(2))
                        .map(encoder -> Arguments.of(engine, encoder)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aStepOfSeveralBatchesIsThatOfTheirRowsTogether(Engine engine, Encoder encoder) {
        float[] together =
                bits(run(engine, encoder).batchSize(BATCHES * Runs.BATCH).fit(acts()));
        SparseAutoencoder sae = run(engine, encoder)
                .batchSize(Runs.BATCH)
                .gradientAccumulation(BATCHES)
                .fit(acts());
        assertThat(bits(sae)).containsExactly(together, within((float) ROUNDING));
        float[] alone = bits(run(engine, encoder).batchSize(Runs.BATCH).fit(acts()));
        assertThat(furthest(alone, together)).isGreaterThan(10 * ROUNDING);
    }

    private static SparseAutoencoderBuilder run(Engine engine, Encoder encoder) {
        return SparseAutoencoder.builder()
                .hiddenDim(Runs.FEATURES)
                .encoder(encoder)
                .steps(Runs.STEPS)
                .engine(engine);
    }

    private static double furthest(float[] a, float[] b) {
        double furthest = 0;
        for (int i = 0; i < a.length; i++) {
            furthest = Math.max(furthest, Math.abs(a[i] - b[i]));
        }
        return furthest;
    }

    @Test
    void stepsAreCountedNotBatches() {
        List<Long> samples = new ArrayList<>();
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(Runs.FEATURES)
                .batchSize(8)
                .gradientAccumulation(2)
                .epochs(2)
                .listener(progress -> samples.add(progress.rows()))
                .fit(acts());
        assertThat(sae.provenance().steps()).isEqualTo(2 * Runs.ROWS / 16);
        assertThat(samples).containsExactly(16L, 32L, 48L, 64L, 80L, 96L);
    }

    @Test
    void theGraphEngineHoldsOneBatchAtATime() {
        ObjectiveSpec objective = new ObjectiveSpec(6, 6, 12, Encoders.topK(2), List.of(), true);
        RecipeOptions options = new RecipeOptions();
        assertThat(options.microRows(request(objective, 48, 16))).isEqualTo(16);
        assertThat(options.microRows(request(objective, 48, 48))).isZero();
        options.microBatchSize = 4;
        assertThat(options.microRows(request(objective, 48, 16))).isEqualTo(4);
    }

    private static EngineRequest request(ObjectiveSpec objective, int rows, int rowsAtOnce) {
        return new EngineRequest(objective, Recipe.OPTIMIZER, Map.of(), false, rows, rowsAtOnce);
    }

    @Test
    void tooManyRowsOfAStepAreRefused() {
        assertThatThrownBy(() -> SparseAutoencoder.builder()
                        .samples(1_000)
                        .batchSize(16)
                        .gradientAccumulation(1 << 30)
                        .fit(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gradientAccumulation 1073741824 times batchSize 16 gives too many rows of a step");
    }
}
