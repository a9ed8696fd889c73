package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.bits;
import static io.sae4j.Runs.quick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.Kernel;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.NestedReconstruction.Level;
import io.sae4j.model.LossSpec;
import io.sae4j.model.Provenance;
import io.sae4j.schedule.CoefficientSchedule;
import io.sae4j.schedule.Rise;
import io.sae4j.schedule.Span;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Resampling;
import io.sae4j.train.Start;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;

/** Training again by the recipe that an SAE was saved with. */
class RecipeTest {
    @TempDir
    Path directory;

    /** A term of the user's own with a setting. */
    record CodePower(int exponent) implements LossTerm {
        static final String NAME = "code-power";

        @Override
        public LossSpec spec() {
            return new LossSpec(NAME, Map.of("exponent", exponent));
        }

        @Override
        public SDVariable build(LossGraph graph) {
            SDVariable power = graph.codes().activations();
            for (int i = 1; i < exponent; i++) {
                power = power.mul(graph.codes().activations());
            }
            return graph.meanOverRows(power);
        }
    }

    static Stream<Arguments> recipes() {
        return Stream.of(
                arguments("defaults", quick()),
                arguments("crosscoder", quick().crosscoder(2, 4)),
                arguments("relu crosscoder", quick().encoder(Encoders.relu()).crosscoder(1, 2, 3)),
                arguments("relu", quick().encoder(Encoders.relu()).seed(3)),
                arguments("gated", quick().encoder(Encoders.gated()).seed(3)),
                arguments(
                        "gated as in SAELens",
                        quick().encoder(Encoders.gated())
                                .loss(Losses.l1WithDecoderNorms(0.1))
                                .loss(Losses.gateReconstruction(0.9))),
                arguments("relu to a target", quick().encoder(Encoders.relu()).targetL0(2)),
                arguments("topk to a target", quick().targetL0(2)),
                arguments("batchtopk", quick().encoder(Encoders.batchTopK(2)).seed(5)),
                arguments("batchtopk rescaled", quick().encoder(Encoders.batchTopKRescaled(2))),
                arguments(
                        "jumprelu",
                        quick().encoder(Encoders.jumpReluLog(0.2, 0.5))
                                .loss(Losses.l0Step(0.1).warmUp(3))
                                .loss(Losses.preActivation(0.01))),
                arguments(
                        "resampling",
                        quick().resampling(Resampling.every(2)
                                        .until(4)
                                        .direction(Resampling.Direction.INPUT)
                                        .encoderScale(0.7)
                                        .rows(11))
                                .start(Start.DEFAULT.silentShare(0.5))
                                .deadAfter(10)),
                arguments(
                        "jumprelu with another estimator",
                        quick().encoder(Encoders.jumpRelu(0.2, 0.5)
                                        .withKernel(Kernel.LOGISTIC)
                                        .withStraightThroughToInput())
                                .loss(Losses.l0Quadratic(0.1, 3))),
                arguments("lp", quick().encoder(Encoders.relu()).loss(Losses.lp(0.1, 0.5))),
                arguments("p annealed", quick().encoder(Encoders.relu()).loss(Losses.pAnnealed(0.1, 0.2, 0.3, 0.9))),
                arguments(
                        "all options",
                        SparseAutoencoder.builder()
                                .expansionFactor(3)
                                .encoder(Encoders.topKRescaled(2))
                                .loss(Losses.l0Tanh(0.01, 2))
                                .loss(Losses.l1WithDecoderNorms(0.02).warmUp(2))
                                .auxK(0)
                                .epochs(2)
                                .batchSize(8)
                                .learningRate(2e-3)
                                .schedule(new LearningRateSchedule(2, 0.5, 0.25))
                                .kAnnealing(new KAnnealing(3, 0.75))
                                .optimizer(new OptimizerSettings(0.8, 0.99, 1e-7, Double.POSITIVE_INFINITY, false))
                                .normalization(Normalization.NONE)
                                .decoderBiasInit(DecoderBiasInit.MEAN)
                                .start(Start.DEFAULT
                                        .rows(Start.DecoderRows.UNIFORM)
                                        .decoderNorms(0.1, 0.5)
                                        .encoder(Start.EncoderStart.INDEPENDENT)
                                        .initialL0(3)
                                        .silentShare(0.2))
                                .deadAfter(12)
                                .applyBDecToInput(false)
                                .seed(-4)),
                arguments(
                        "schedules",
                        quick().encoder(Encoders.batchTopK(2))
                                .loss(Losses.l1(0.01).schedule(CoefficientSchedule.cosine(Span.share(0.5))))
                                .loss(Losses.l0Tanh(0.01)
                                        .schedule(CoefficientSchedule.stepwise(
                                                3, Span.steps(5).atMost(0.8))))
                                .schedule(LearningRateSchedule.cosineWithRestarts(2, 0.1)
                                        .warmUp(Rise.cosine(Span.steps(2)).from(0.1))
                                        .decay(Span.steps(2)))
                                .kAnnealing(KAnnealing.linear(2, 0.5))
                                .gradientAccumulation(2)),
                arguments("rows of mean square 1", quick().normalization(Normalization.UNIT_MEAN_SQUARE)),
                arguments("AdamW", quick().optimizer(OptimizerSettings.adamW(0.8, 0.9, 0.1))),
                arguments("Lion", quick().optimizer(OptimizerSettings.lion(0.8, 0.9))),
                arguments(
                        "AuxK of SAELens", quick().loss(Losses.auxKSaeLens(0.5)).loss(Losses.l1(0.01))),
                arguments("matryoshka", quick().encoder(Encoders.relu()).matryoshka()),
                arguments(
                        "matryoshka of own weights",
                        quick().encoder(Encoders.batchTopK(2)).matryoshka(List.of(new Level(2, 0.5), new Level(7, 3)))),
                arguments(
                        "matryoshka as a loss, warmed up, in front",
                        quick().loss(Losses.matryoshka(4).warmUp(3)).loss(Losses.l1(0.01))),
                arguments("AuxK in front", quick().loss(Losses.auxK(0.5)).loss(Losses.l1(0.01))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void theSameRecipeAndDataGiveTheSameBits(String name, SparseAutoencoderBuilder builder) {
        SparseAutoencoder sae = builder.fit(acts());
        sae.save(directory.resolve("sae"));
        Provenance saved = SparseAutoencoder.load(directory.resolve("sae")).provenance();

        SparseAutoencoder again = SparseAutoencoder.builder().recipe(saved).fit(acts());
        assertThat(bits(again)).containsExactly(bits(sae));
        assertThat(again.provenance()).isEqualTo(sae.provenance());
    }

    @Test
    void termsAndEncodersOfOnesOwnAreAskedForByName() {
        Encoder encoder = Encoders.of("recipe-encoder", (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0));
        SparseAutoencoder sae =
                quick().encoder(encoder).loss(Loss.of(new CodePower(3), 0.01)).fit(acts());
        Provenance provenance = sae.provenance();

        assertThatThrownBy(() -> SparseAutoencoder.builder().recipe(provenance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("encoder 'recipe-encoder' is not known here; call Encoders.register(...)");
        Encoders.register(encoder);
        assertThatThrownBy(() -> SparseAutoencoder.builder().recipe(provenance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "loss 'code-power' is not known here; call Losses.register(...) with it first."
                                + " Known are [auxk, gate_reconstruction, ghost_gradients, l0, l0_quadratic, l0_tanh, l1, lp, matryoshka, p_annealed, pre_activation]");
        Losses.register(CodePower.NAME, spec -> new CodePower((int) spec.doubleOr("exponent", 1)));
        assertThat(Losses.names()).contains(CodePower.NAME);
        assertThat(bits(SparseAutoencoder.builder().recipe(provenance).fit(acts())))
                .containsExactly(bits(sae));

        LossTerm plain = Losses.of("plain", (sd, g) -> g.meanOverRows(g.codes().activations()));
        Losses.register(plain);
        assertThat(Losses.fromSpec(LossSpec.of("plain"))).isSameAs(plain);
        assertThatThrownBy(() -> Losses.register("l1", spec -> plain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loss name 'l1' is taken by a built-in term");
    }

    @Test
    void optionsAfterARecipeReplaceItsOwn() {
        Provenance provenance = quick().encoder(Encoders.relu())
                .loss(Losses.l1(0.3))
                .fit(acts())
                .provenance();
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .recipe(provenance)
                .expansionFactor(3)
                .encoder(Encoders.jumpRelu())
                .loss(Losses.l0Step(0.1))
                .auxK(0)
                .epochs(1)
                .seed(9)
                .fit(acts());
        Map<String, Object> recipe = sae.provenance().recipe();
        assertThat(recipe)
                .containsEntry("hiddenDim", 18)
                .containsEntry("epochs", 1L)
                .doesNotContainKey("steps");
        assertThat((List<?>) recipe.get("losses")).hasSize(1).first().asString().contains("name=l0,");
        assertThat(sae.provenance().seed()).isEqualTo(9);
        assertThat(recipe.get("batchSize")).isEqualTo(Runs.BATCH);
    }

    @Test
    void theRecipesLevelsAreParts() {
        assertThat(Recipe.matryoshka(256).widths()).containsExactly(16, 64);
        assertThat(Recipe.matryoshka(16).widths()).containsExactly(1, 4);
        assertThat(Recipe.matryoshka(15).widths()).containsExactly(3);
        assertThat(Recipe.matryoshka(2).widths()).containsExactly(1);
        assertThatThrownBy(() -> Recipe.matryoshka(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("matryoshka needs at least 2 features, got 1");
    }

    @Test
    void nestedLevelsAddToTheUsualPenaltyAndMayBeReplacedAfterARecipe() {
        Provenance provenance = quick().encoder(Encoders.relu())
                .sparsityPenalty(0.3)
                .matryoshka(3, 6)
                .fit(acts())
                .provenance();
        assertThat(names(provenance)).containsExactly("l1", "matryoshka", "auxk");

        Provenance replaced = SparseAutoencoder.builder()
                .recipe(provenance)
                .matryoshka(5)
                .sparsityPenalty(0.2)
                .fit(acts())
                .provenance();
        assertThat(names(replaced)).containsExactly("l1", "matryoshka", "auxk");
        assertThat(replaced.recipe().get("losses").toString()).contains("[5]").doesNotContain("[3, 6]");
    }

    private static List<Object> names(Provenance provenance) {
        return ((List<?>) provenance.recipe().get("losses"))
                .stream().<Object>map(loss -> ((Map<?, ?>) loss).get("name")).toList();
    }

    @Test
    void aRecipeComesFirst() {
        Provenance provenance = quick().fit(acts()).provenance();
        assertThatThrownBy(() -> SparseAutoencoder.builder().seed(1).recipe(provenance))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("recipe must come before any other option, got [seed]");
        assertThatThrownBy(() -> SparseAutoencoder.builder().recipe(provenance).recipe(provenance))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        assertThatThrownBy(() -> SparseAutoencoder.builder().recipe(Provenance.of("0.1", "saelens")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the provenance holds no recipe; its SAE was not trained by this library but came from 'saelens'");
        Provenance good = quick().fit(acts()).provenance();
        assertRefused(good, "batchSize", null, "the recipe lacks 'batchSize'");
        assertRefused(good, "batchSize", "many", "'batchSize' of the recipe must be an integer");
        assertRefused(good, "batchSize", 1.5, "'batchSize' of the recipe must be an integer");
        assertRefused(good, "steps", null, "recipe has no length; it needs steps, epochs or samples");
        assertRefused(good, "losses", Map.of(), "'losses' of the recipe must be a list");
        assertRefused(good, "encoder", "topk", "'encoder' of the recipe must be an object");
        assertRefused(good, "start", Map.of(), "the 'start' of the recipe lacks 'rows'");
        assertRefused(good, "sharpness", 0.1, "the recipe has settings that this version does not know: [sharpness]");
        assertRefused(
                good,
                "normalization",
                "LAYER",
                "'normalization' of the recipe is 'LAYER', known are [MEAN_NORM, UNIT_MEAN_SQUARE, NONE]");
    }

    /** Recipes that were saved before there was a choice. */
    @Test
    void optionsThatARecipeDoesNotNameAreTheDefault() {
        SparseAutoencoder sae = quick().fit(acts());
        Map<String, Object> recipe = new HashMap<>(sae.provenance().recipe());
        List.of("start").forEach(recipe::remove);
        Provenance old = new Provenance("0.1", "trained", recipe, 0, 1, 1, Map.of());
        SparseAutoencoder again = SparseAutoencoder.builder().recipe(old).fit(acts());
        assertThat(again.provenance().recipe()).isEqualTo(sae.provenance().recipe());
        assertThat(bits(again)).containsExactly(bits(sae));
    }

    @Test
    void aRecipeFromBeforeThereWereOtherSchedulesAndOptimizers() {
        SparseAutoencoder sae =
                quick().schedule(new LearningRateSchedule(2, 0.5, 0.25)).fit(acts());
        Map<String, Object> recipe = new HashMap<>(sae.provenance().recipe());
        for (String key : List.of("schedule", "kAnnealingShape", "optimizer", "weightDecay", "gradientAccumulation")) {
            assertThat(recipe.remove(key)).as(key).isNotNull();
        }
        recipe.putAll(Map.of("warmUpSteps", 2, "decayFrom", 0.5, "endFactor", 0.25));
        Provenance old = new Provenance("0.1", "trained", recipe, 0, 1, 1, Map.of());
        assertThat(bits(SparseAutoencoder.builder().recipe(old).fit(acts()))).containsExactly(bits(sae));
    }

    @Test
    void aCoefficientThatFollowedAFunctionIsNotInTheRecipe() {
        Provenance provenance = quick().encoder(Encoders.relu())
                .loss(Losses.l1(0.3).schedule((step, total) -> 1.0 / (step + 1)))
                .fit(acts())
                .provenance();
        assertThatThrownBy(() -> SparseAutoencoder.builder().recipe(provenance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the coefficient of loss 'l1' followed a function, which a recipe cannot hold");
    }

    private static void assertRefused(Provenance good, String key, Object value, String message) {
        Map<String, Object> recipe = new HashMap<>(good.recipe());
        recipe.remove(key);
        if (value != null) {
            recipe.put(key, value);
        }
        Provenance bad = new Provenance("0.1", "trained", recipe, 0, 1, 1, Map.of());
        assertThatThrownBy(() -> SparseAutoencoder.builder().recipe(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
