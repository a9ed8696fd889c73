package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** The {@link Recipes} by name, each with the one number that sets its sparsity; for programs that read both from elsewhere. */
public enum NamedRecipe {
    ANTHROPIC_APRIL_2024(Argument.L1, PublishedRecipes.APRIL_LAMBDA, Recipes::anthropicApril2024),
    ANTHROPIC_JANUARY_2025(Argument.L0, PublishedRecipes.JANUARY_LAMBDA, Recipes::anthropicJanuary2025),
    OPEN_AI_TOP_K(Argument.K, PublishedRecipes.OPEN_AI_K, k -> Recipes.openAiTopK((int) k)),
    DEEP_MIND_JUMP_RELU(Argument.L0, PublishedRecipes.DEEP_MIND_L0, Recipes::deepMindJumpRelu),
    DEEP_MIND_GATED(Argument.L1, DictionaryLearningRecipes.L1, Recipes::deepMindGated),
    SAE_LENS_STANDARD(Argument.L1, SaeLensRecipes.COEFFICIENT, Recipes::saeLensStandard),
    SAE_LENS_TOP_K(Argument.K, SaeLensRecipes.K, k -> Recipes.saeLensTopK((int) k)),
    SAE_LENS_BATCH_TOP_K(Argument.K, SaeLensRecipes.K, k -> Recipes.saeLensBatchTopK((int) k)),
    SAE_LENS_MATRYOSHKA(Argument.K, SaeLensRecipes.K, k -> Recipes.saeLensMatryoshka((int) k)),
    SAE_LENS_JUMP_RELU(Argument.L0, SaeLensRecipes.COEFFICIENT, Recipes::saeLensJumpRelu),
    SAE_LENS_GATED(Argument.L1, SaeLensRecipes.COEFFICIENT, Recipes::saeLensGated),
    DICTIONARY_LEARNING_STANDARD(Argument.L1, DictionaryLearningRecipes.L1, Recipes::dictionaryLearningStandard),
    DICTIONARY_LEARNING_APRIL_UPDATE(Argument.L1, DictionaryLearningRecipes.L1, Recipes::dictionaryLearningAprilUpdate),
    DICTIONARY_LEARNING_TOP_K(Argument.K, DictionaryLearningRecipes.K, k -> Recipes.dictionaryLearningTopK((int) k)),
    DICTIONARY_LEARNING_BATCH_TOP_K(
            Argument.K, DictionaryLearningRecipes.K, k -> Recipes.dictionaryLearningBatchTopK((int) k)),
    DICTIONARY_LEARNING_MATRYOSHKA(
            Argument.K, DictionaryLearningRecipes.K, k -> Recipes.dictionaryLearningMatryoshka((int) k)),
    DICTIONARY_LEARNING_JUMP_RELU(
            Argument.TARGET_L0, DictionaryLearningRecipes.TARGET_L0, Recipes::dictionaryLearningJumpRelu),
    DICTIONARY_LEARNING_GATED(Argument.L1, DictionaryLearningRecipes.L1, Recipes::dictionaryLearningGated),
    DICTIONARY_LEARNING_P_ANNEAL(Argument.L1, DictionaryLearningRecipes.L1, Recipes::dictionaryLearningPAnneal),
    SPARSIFY_TOP_K(Argument.K, PublishedRecipes.SPARSIFY_K, k -> Recipes.sparsifyTopK((int) k));

    private final Argument argument;
    private final double usual;

    @SuppressWarnings("ImmutableEnumChecker") // a method without state
    private final DoubleFunction<SparseAutoencoderBuilder> recipe;

    /** What a recipe's number is. */
    public enum Argument {
        /** Codes per row, or their mean; a whole number. */
        K,
        /** Weight of an L1 penalty. */
        L1,
        /** Weight of an L0 penalty. */
        L0,
        /** Number of codes per row that the penalty aims at. */
        TARGET_L0
    }

    NamedRecipe(Argument argument, double usual, DoubleFunction<SparseAutoencoderBuilder> recipe) {
        this.argument = argument;
        this.usual = usual;
        this.recipe = recipe;
    }

    /** What {@link #builder(double)} takes. */
    public Argument argument() {
        return argument;
    }

    /** The number in its source; where it has none, as docs/recipes.md says. */
    public double usual() {
        return usual;
    }

    /** Features per dimension of the input, where the user does not say. */
    public int expansionFactor() {
        return this == SPARSIFY_TOP_K ? PublishedRecipes.SPARSIFY_EXPANSION : Recipe.EXPANSION_FACTOR;
    }

    /** The recipe with its source's number. */
    public SparseAutoencoderBuilder builder() {
        return recipe.apply(usual);
    }

    /**
     * The recipe with another number.
     *
     * @throws IllegalArgumentException when it is out of range, or not whole for {@link Argument#K}
     */
    public SparseAutoencoderBuilder builder(double value) {
        checkArgument(argument != Argument.K || value == (int) value, "k must be a whole number, got %s", value);
        return recipe.apply(value);
    }

    /** The name in small letters with hyphens, such as {@code sae-lens-top-k}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names, with commas between. */
    public static String known() {
        return Arrays.stream(values()).map(NamedRecipe::toString).collect(Collectors.joining(", "));
    }

    /**
     * The recipe of that name.
     *
     * @throws IllegalArgumentException when there is none, with the known names
     */
    public static NamedRecipe of(String name) {
        return Arrays.stream(values())
                .filter(recipe -> recipe.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown recipe '" + name + "'; known are " + known()));
    }
}
