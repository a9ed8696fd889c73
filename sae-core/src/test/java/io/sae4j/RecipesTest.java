package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.sparse.SparseSupport;
import io.sae4j.loss.Loss;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Start;
import io.sae4j.train.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes of others: they train, are kept, and have the numbers that docs/recipes.md gives. */
class RecipesTest {
    private static final int FEATURES = 32;
    private static final int STEPS = 200;
    private static final int PAPER_FEATURES = 1 << 14;
    private static final int PAPER_WIDTH = 768;

    @TempDir
    Path directory;

    static Stream<Arguments> onBothEngines() {
        return Arrays.stream(NamedRecipe.values())
                .flatMap(recipe -> Stream.of(arguments(recipe, Engine.GRAPH), arguments(recipe, Engine.SPARSE)));
    }

    private static SparseAutoencoderBuilder small(NamedRecipe recipe) {
        SparseAutoencoderBuilder builder =
                recipe.argument() == NamedRecipe.Argument.K ? recipe.builder(2) : recipe.builder();
        return builder.hiddenDim(FEATURES).batchSize(Runs.BATCH);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("onBothEngines")
    void everyRecipeTrainsIsSavedAndEncodesTheSame(NamedRecipe recipe, Engine engine) {
        List<Double> losses = new ArrayList<>();
        SparseAutoencoder sae = small(recipe)
                .steps(STEPS)
                .engine(engine)
                .listener(progress -> losses.add(progress.loss()))
                .fit(acts());
        sae.save(directory.resolve("sae"));
        SparseAutoencoder loaded = SparseAutoencoder.load(directory.resolve("sae"));

        assertThat(dense(loaded.encode(acts()))).containsExactly(dense(sae.encode(acts())));
        assertThat(sae.provenance().steps()).isEqualTo(STEPS);
        assertThat(sae.evaluate(acts()).fvu()).isFinite();
        assertThat(losses).hasSize(STEPS).allMatch(Double::isFinite);
        assertThat(losses.get(STEPS - 1)).isNotEqualTo(losses.get(0));

        SparseAutoencoderBuilder again = SparseAutoencoder.builder().recipe(loaded.provenance());
        assertThat(again.options
                        .config(Runs.WIDTH, Runs.WIDTH, false, OptionalLong.empty(), true)
                        .describe())
                .isEqualTo(sae.provenance().recipe());
    }

    @ParameterizedTest
    @EnumSource
    void theFusedEngineKnowsEveryRecipe(NamedRecipe recipe) {
        TrainingConfig config = config(recipe.builder());
        ObjectiveSpec objective = new ObjectiveSpec(
                PAPER_WIDTH, PAPER_WIDTH, config.dSae(), config.encoder(), config.losses(), config.applyBDecToInput());
        assertThat(SparseSupport.obstacle(objective)).isEqualTo(Optional.empty());
    }

    private static TrainingConfig config(SparseAutoencoderBuilder builder) {
        return builder.hiddenDim(PAPER_FEATURES)
                .options
                .config(PAPER_WIDTH, PAPER_WIDTH, false, OptionalLong.empty(), true);
    }

    /** The table of docs/recipes.md at 16,384 features. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anthropic-april-2024             | 5e-5   | 4096   | 0.9  | 1        | false | MEAN_NORM        | ZERO             | false | 0",
                "anthropic-january-2025           | 2e-4   | 32768  | 0.9  | 1        | false | MEAN_NORM        | ZERO             | false | 0",
                "open-ai-top-k                    | 1e-4   | 131072 | 0.9  | Infinity | true  | UNIT_MEAN_SQUARE | GEOMETRIC_MEDIAN | true  | 0.03125",
                "deep-mind-jump-relu              | 7e-5   | 4096   | 0    | Infinity | true  | UNIT_MEAN_SQUARE | ZERO             | false | 0",
                "deep-mind-gated                  | 3e-4   | 4096   | 0    | Infinity | true  | UNIT_MEAN_SQUARE | ZERO             | true  | 0",
                "sae-lens-standard                | 3e-4   | 4096   | 0.9  | 1        | false | NONE             | ZERO             | true  | 0",
                "sae-lens-top-k                   | 3e-4   | 4096   | 0.9  | 1        | false | NONE             | ZERO             | true  | 1",
                "sae-lens-batch-top-k             | 3e-4   | 4096   | 0.9  | 1        | false | NONE             | ZERO             | true  | 1",
                "sae-lens-matryoshka              | 3e-4   | 4096   | 0.9  | 1        | false | NONE             | ZERO             | true  | 1",
                "sae-lens-jump-relu               | 3e-4   | 4096   | 0.9  | 1        | false | NONE             | ZERO             | true  | 0",
                "sae-lens-gated                   | 3e-4   | 4096   | 0.9  | 1        | false | NONE             | ZERO             | true  | 0",
                "dictionary-learning-standard     | 1e-3   | 8192   | 0.9  | Infinity | true  | UNIT_MEAN_SQUARE | ZERO             | true  | 0",
                "dictionary-learning-april-update | 1e-3   | 8192   | 0.9  | 1        | false | UNIT_MEAN_SQUARE | ZERO             | true  | 0",
                "dictionary-learning-top-k        | 2e-4   | 8192   | 0.9  | 1        | true  | UNIT_MEAN_SQUARE | GEOMETRIC_MEDIAN | true  | 0.03125",
                "dictionary-learning-batch-top-k  | 2e-4   | 8192   | 0.9  | 1        | true  | UNIT_MEAN_SQUARE | GEOMETRIC_MEDIAN | true  | 0.03125",
                "dictionary-learning-matryoshka   | 2e-4   | 8192   | 0.9  | 1        | true  | UNIT_MEAN_SQUARE | GEOMETRIC_MEDIAN | true  | 0.78125",
                "dictionary-learning-jump-relu    | 7e-5   | 8192   | 0    | 1        | true  | UNIT_MEAN_SQUARE | ZERO             | false | 0",
                "dictionary-learning-gated        | 5e-5   | 8192   | 0    | Infinity | true  | UNIT_MEAN_SQUARE | ZERO             | true  | 0",
                "dictionary-learning-p-anneal     | 1e-3   | 8192   | 0.9  | Infinity | true  | UNIT_MEAN_SQUARE | ZERO             | true  | 0",
                "sparsify-top-k                   | 5e-3   | 65536  | 0.95 | Infinity | true  | NONE             | MEAN             | true  | 0",
            })
    void numbersAreThoseOfTheDocs(
            String name,
            double rate,
            int batch,
            double beta1,
            double clip,
            boolean unitNorm,
            Normalization normalization,
            DecoderBiasInit bias,
            boolean applyBDecToInput,
            double auxK) {
        TrainingConfig config = config(NamedRecipe.of(name).builder());
        assertThat(config.learningRate()).isEqualTo(rate);
        assertThat(config.batchSize()).isEqualTo(batch);
        assertThat(config.optimizer().beta1()).isEqualTo(beta1);
        assertThat(config.optimizer().clipNorm()).isEqualTo(clip);
        assertThat(config.optimizer().unitNormDecoder()).isEqualTo(unitNorm);
        assertThat(config.normalization()).isEqualTo(normalization);
        assertThat(config.decoderBiasInit()).isEqualTo(bias);
        assertThat(config.applyBDecToInput()).isEqualTo(applyBDecToInput);
        assertThat(config.kAnnealing()).isEqualTo(KAnnealing.NONE);
        assertThat(config.losses().stream()
                        .filter(loss -> loss.name().equals("auxk"))
                        .map(Loss::coefficient)
                        .toList())
                .isEqualTo(auxK == 0 ? List.of() : List.of(auxK));
    }

    @Test
    void everyNumberHasItsRow() throws NoSuchMethodException {
        String[] rows = Arrays.stream(RecipesTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("numbersAreThoseOfTheDocs"))
                .findFirst()
                .orElseThrow()
                .getAnnotation(CsvSource.class)
                .value();
        assertThat(Arrays.stream(rows)
                        .map(row -> row.substring(0, row.indexOf('|')).strip()))
                .containsExactlyElementsOf(Arrays.stream(NamedRecipe.values())
                        .map(NamedRecipe::toString)
                        .toList());
    }

    @Test
    void anOptionOnTopReplacesTheRecipes() {
        SparseAutoencoderBuilder builder = Recipes.saeLensTopK(2)
                .encoder(Encoders.relu())
                .learningRate(0.5)
                .schedule(LearningRateSchedule.cosine(0.5))
                .optimizer(OptimizerSettings.adam(0, 0.9))
                .normalization(Normalization.MEAN_NORM)
                .decoderBiasInit(DecoderBiasInit.MEAN)
                .start(Start.DEFAULT)
                .deadAfter(7)
                .batchSize(3)
                .auxK(0.25);
        TrainingConfig config = config(builder);
        assertThat(config.encoder().name()).isEqualTo("relu");
        assertThat(config.learningRate()).isEqualTo(0.5);
        assertThat(config.schedule()).isEqualTo(LearningRateSchedule.cosine(0.5));
        assertThat(config.optimizer()).isEqualTo(OptimizerSettings.adam(0, 0.9));
        assertThat(config.normalization()).isEqualTo(Normalization.MEAN_NORM);
        assertThat(config.decoderBiasInit()).isEqualTo(DecoderBiasInit.MEAN);
        assertThat(config.start()).isEqualTo(Start.DEFAULT);
        assertThat(config.deadAfter()).hasValue(7);
        assertThat(config.batchSize()).isEqualTo(3);
        assertThat(config.losses()).containsExactly(Losses.auxK(0.25));
        assertThatThrownBy(() -> builder.learningRate(0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("learningRate is given twice");
    }

    @Test
    void lossesOnTopReplaceAllOfTheRecipes() {
        assertThat(config(Recipes.saeLensTopK(2).loss(Losses.l1(3))).losses()).containsExactly(Losses.l1(3));
        assertThat(config(Recipes.openAiTopK().loss(Losses.l1(3))).losses())
                .containsExactly(Losses.l1(3), Losses.auxK(1.0 / 32));
        assertThat(config(Recipes.dictionaryLearningTopK(2).learningRate(1)).learningRate())
                .isEqualTo(1);
    }

    @Test
    void ratesFallWithTheRootOfTheFeatures() {
        TrainingConfig config = Recipes.dictionaryLearningTopK(2)
                .hiddenDim(4 * PAPER_FEATURES)
                .options
                .config(PAPER_WIDTH, PAPER_WIDTH, false, OptionalLong.empty(), true);
        assertThat(config.learningRate()).isEqualTo(1e-4);
        assertThat(Recipes.sparsifyTopK()
                        .options
                        .config(3, 3, false, OptionalLong.empty(), true)
                        .dSae())
                .isEqualTo(96);
    }

    @Test
    void aSavedRecipeDoesNotGoOnTopOfOne() {
        SparseAutoencoder sae = Runs.quick().fit(acts());
        assertThatThrownBy(() -> Recipes.openAiTopK().recipe(sae.provenance()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("recipe must come before any other option, got [a recipe of Recipes]");
    }

    @Test
    void namesAreTold() {
        assertThat(NamedRecipe.of("dictionary-learning-april-update"))
                .isEqualTo(NamedRecipe.DICTIONARY_LEARNING_APRIL_UPDATE);
        assertThatThrownBy(() -> NamedRecipe.of("sae-lens"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown recipe 'sae-lens'; known are anthropic-april-2024, ")
                .hasMessageEndingWith(", sparsify-top-k");
        assertThatThrownBy(() -> NamedRecipe.OPEN_AI_TOP_K.builder(2.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("k must be a whole number, got 2.5");
        for (NamedRecipe recipe : NamedRecipe.values()) {
            assertThatThrownBy(() -> recipe.builder(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
