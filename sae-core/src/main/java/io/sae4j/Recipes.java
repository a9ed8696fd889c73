package io.sae4j;

/**
 * The recipes of papers and other libraries, each a builder with their numbers, to go on with:
 *
 * <pre>{@code
 * Recipes.openAiTopK(32).hiddenDim(16384).steps(100_000).fit(source)
 * }</pre>
 *
 * <p>An option that is given on top replaces the recipe's; a {@link SparseAutoencoderBuilder#loss loss} replaces all of its terms, and so does
 * {@link SparseAutoencoderBuilder#sparsityPenalty}, with the default recipe's penalty. The length of the run is the default one. Where each number comes from, and
 * where a recipe cannot be exactly its source, stands in docs/recipes.md, "By source". {@link NamedRecipe} has them by name.
 *
 * <p>These are for comparison and for reproducing others' runs; the {@linkplain Recipe default recipe} is made for good results without tuning.
 */
public final class Recipes {
    private Recipes() {}

    /** {@link #anthropicApril2024(double)} with λ = 5. */
    public static SparseAutoencoderBuilder anthropicApril2024() {
        return anthropicApril2024(PublishedRecipes.APRIL_LAMBDA);
    }

    /**
     * Anthropic's "Update on how we train SAEs" (Circuits Updates, April 2024): ReLU, {@code λ·E Σ a_j·‖w_j‖} with a warm-up over the
     * first twentieth of the run, decoder rows of free length, the learning rate falling to 0 over the last fifth.
     *
     * @param lambda λ, at least 0
     */
    public static SparseAutoencoderBuilder anthropicApril2024(double lambda) {
        return PublishedRecipes.anthropicApril2024(lambda);
    }

    /** {@link #anthropicJanuary2025(double)} with λ_S = 20. */
    public static SparseAutoencoderBuilder anthropicJanuary2025() {
        return anthropicJanuary2025(PublishedRecipes.JANUARY_LAMBDA);
    }

    /**
     * Anthropic's "Dictionary Learning Optimization Techniques" (Circuits Updates, January 2025): JumpReLU whose straight-through estimator
     * reaches the input, {@code λ_S·E Σ tanh(4·a_j·‖w_j‖)} rising over the whole run, the pre-activation loss over all features, biases such that 10,000 features
     * fire on a row at the start (half of them where there are fewer than 20,000).
     *
     * @param lambda λ_S, at least 0
     */
    public static SparseAutoencoderBuilder anthropicJanuary2025(double lambda) {
        return PublishedRecipes.anthropicJanuary2025(lambda);
    }

    /** {@link #openAiTopK(int)} with k = 32. */
    public static SparseAutoencoderBuilder openAiTopK() {
        return openAiTopK(PublishedRecipes.OPEN_AI_K);
    }

    /**
     * OpenAI's TopK with AuxK (arXiv 2406.04093, and {@code train.py} of openai/sparse_autoencoder).
     *
     * @param k codes per row, positive
     */
    public static SparseAutoencoderBuilder openAiTopK(int k) {
        return PublishedRecipes.openAiTopK(k);
    }

    /** {@link #deepMindJumpRelu(double)} with λ = 6e-4. */
    public static SparseAutoencoderBuilder deepMindJumpRelu() {
        return deepMindJumpRelu(PublishedRecipes.DEEP_MIND_L0);
    }

    /**
     * DeepMind's JumpReLU with log thresholds and the L0 step (arXiv 2407.14435). It needs many steps: thresholds start at 0.001 and move slowly.
     *
     * @param lambda λ, at least 0; what it should be depends on the L0 that is wanted
     */
    public static SparseAutoencoderBuilder deepMindJumpRelu(double lambda) {
        return PublishedRecipes.deepMindJumpRelu(lambda);
    }

    /** {@link #deepMindGated(double)} with λ = 0.1, dictionary_learning's; the paper tries many. */
    public static SparseAutoencoderBuilder deepMindGated() {
        return deepMindGated(DictionaryLearningRecipes.L1);
    }

    /**
     * DeepMind's Gated SAE (arXiv 2404.16014): L1 of the open gates, and their reconstruction with a decoder that it does not reach.
     *
     * @param lambda λ, at least 0
     */
    public static SparseAutoencoderBuilder deepMindGated(double lambda) {
        return PublishedRecipes.deepMindGated(lambda);
    }

    /** {@link #saeLensStandard(double)} with coefficient 1. */
    public static SparseAutoencoderBuilder saeLensStandard() {
        return saeLensStandard(SaeLensRecipes.COEFFICIENT);
    }

    /**
     * SAELens's {@code standard}: ReLU and {@code λ·E Σ a_j·‖w_j‖}.
     *
     * @param l1 {@code l1_coefficient}, at least 0
     */
    public static SparseAutoencoderBuilder saeLensStandard(double l1) {
        return SaeLensRecipes.standard(l1);
    }

    /** {@link #saeLensTopK(int)} with k = 100. */
    public static SparseAutoencoderBuilder saeLensTopK() {
        return saeLensTopK(SaeLensRecipes.K);
    }

    /**
     * SAELens's {@code topk}: scores times decoder norms, AuxK with weight 1.
     *
     * @param k codes per row, positive
     */
    public static SparseAutoencoderBuilder saeLensTopK(int k) {
        return SaeLensRecipes.topK(k);
    }

    /** {@link #saeLensBatchTopK(int)} with k = 100. */
    public static SparseAutoencoderBuilder saeLensBatchTopK() {
        return saeLensBatchTopK(SaeLensRecipes.K);
    }

    /**
     * SAELens's {@code batchtopk}: scores times decoder norms, AuxK with weight 1.
     *
     * @param k mean number of codes per row, positive
     */
    public static SparseAutoencoderBuilder saeLensBatchTopK(int k) {
        return SaeLensRecipes.batchTopK(k);
    }

    /** {@link #saeLensMatryoshka(int, int...)} with k = 100. */
    public static SparseAutoencoderBuilder saeLensMatryoshka() {
        return saeLensMatryoshka(SaeLensRecipes.K);
    }

    /**
     * SAELens's {@code matryoshka_batchtopk}.
     *
     * @param k mean number of codes per row, positive
     * @param widths inner levels, ascending, less than the number of features; none for the widths of {@link Recipe#matryoshka}, because SAELens
     *     has no default
     */
    public static SparseAutoencoderBuilder saeLensMatryoshka(int k, int... widths) {
        return SaeLensRecipes.matryoshka(k, widths);
    }

    /** {@link #saeLensJumpRelu(double)} with coefficient 1. */
    public static SparseAutoencoderBuilder saeLensJumpRelu() {
        return saeLensJumpRelu(SaeLensRecipes.COEFFICIENT);
    }

    /**
     * SAELens's {@code jumprelu} with raw thresholds (from 6.48 on) and the L0 step.
     *
     * @param l0 {@code l0_coefficient}, at least 0
     */
    public static SparseAutoencoderBuilder saeLensJumpRelu(double l0) {
        return SaeLensRecipes.jumpRelu(l0);
    }

    /** {@link #saeLensGated(double)} with coefficient 1. */
    public static SparseAutoencoderBuilder saeLensGated() {
        return saeLensGated(SaeLensRecipes.COEFFICIENT);
    }

    /**
     * SAELens's {@code gated}: L1 of the open gates times decoder norms, and their reconstruction, which reaches the decoder.
     *
     * @param l1 {@code l1_coefficient}, at least 0
     */
    public static SparseAutoencoderBuilder saeLensGated(double l1) {
        return SaeLensRecipes.gated(l1);
    }

    /** {@link #dictionaryLearningStandard(double)} with penalty 0.1. */
    public static SparseAutoencoderBuilder dictionaryLearningStandard() {
        return dictionaryLearningStandard(DictionaryLearningRecipes.L1);
    }

    /**
     * dictionary_learning's {@code StandardTrainer}: ReLU, L1, unit-norm decoder.
     *
     * @param l1 {@code l1_penalty}, at least 0
     */
    public static SparseAutoencoderBuilder dictionaryLearningStandard(double l1) {
        return DictionaryLearningRecipes.standard(l1);
    }

    /** {@link #dictionaryLearningAprilUpdate(double)} with penalty 0.1. */
    public static SparseAutoencoderBuilder dictionaryLearningAprilUpdate() {
        return dictionaryLearningAprilUpdate(DictionaryLearningRecipes.L1);
    }

    /**
     * dictionary_learning's {@code StandardTrainerAprilUpdate}: ReLU, L1 times decoder norms, decoder rows of free length.
     *
     * @param l1 {@code l1_penalty}, at least 0
     */
    public static SparseAutoencoderBuilder dictionaryLearningAprilUpdate(double l1) {
        return DictionaryLearningRecipes.aprilUpdate(l1);
    }

    /**
     * dictionary_learning's {@code TopKTrainer}, which has no default for k.
     *
     * @param k codes per row, positive
     */
    public static SparseAutoencoderBuilder dictionaryLearningTopK(int k) {
        return DictionaryLearningRecipes.topK(k);
    }

    /**
     * dictionary_learning's {@code BatchTopKTrainer}, which has no default for k.
     *
     * @param k mean number of codes per row, positive
     */
    public static SparseAutoencoderBuilder dictionaryLearningBatchTopK(int k) {
        return DictionaryLearningRecipes.batchTopK(k);
    }

    /**
     * dictionary_learning's {@code MatryoshkaBatchTopKTrainer}, which has no default for k.
     *
     * @param k mean number of codes per row, positive
     * @param widths inner levels, ascending, less than the number of features; none for 1/32, 3/32, 7/32 and 15/32 of the features, the levels of
     *     dictionary_learning_demo, which need 32 features
     */
    public static SparseAutoencoderBuilder dictionaryLearningMatryoshka(int k, int... widths) {
        return DictionaryLearningRecipes.matryoshka(k, widths);
    }

    /** {@link #dictionaryLearningJumpRelu(double)} with a target of 20. */
    public static SparseAutoencoderBuilder dictionaryLearningJumpRelu() {
        return dictionaryLearningJumpRelu(DictionaryLearningRecipes.TARGET_L0);
    }

    /**
     * dictionary_learning's {@code JumpReluTrainer}: {@code (L0/target − 1)²} as penalty.
     *
     * @param targetL0 {@code target_l0}, positive
     */
    public static SparseAutoencoderBuilder dictionaryLearningJumpRelu(double targetL0) {
        return DictionaryLearningRecipes.jumpRelu(targetL0);
    }

    /** {@link #dictionaryLearningGated(double)} with penalty 0.1. */
    public static SparseAutoencoderBuilder dictionaryLearningGated() {
        return dictionaryLearningGated(DictionaryLearningRecipes.L1);
    }

    /**
     * dictionary_learning's {@code GatedSAETrainer}.
     *
     * @param l1 {@code l1_penalty}, at least 0
     */
    public static SparseAutoencoderBuilder dictionaryLearningGated(double l1) {
        return DictionaryLearningRecipes.gated(l1);
    }

    /** {@link #dictionaryLearningPAnneal(double)} with penalty 0.1. */
    public static SparseAutoencoderBuilder dictionaryLearningPAnneal() {
        return dictionaryLearningPAnneal(DictionaryLearningRecipes.L1);
    }

    /**
     * dictionary_learning's {@code PAnnealTrainer} (arXiv 2408.00113): L1 that turns into an Lp with ever smaller p.
     *
     * @param initialPenalty {@code initial_sparsity_penalty}, at least 0
     */
    public static SparseAutoencoderBuilder dictionaryLearningPAnneal(double initialPenalty) {
        return DictionaryLearningRecipes.pAnneal(initialPenalty);
    }

    /** {@link #sparsifyTopK(int)} with k = 32. */
    public static SparseAutoencoderBuilder sparsifyTopK() {
        return sparsifyTopK(PublishedRecipes.SPARSIFY_K);
    }

    /**
     * EleutherAI's sparsify: TopK trained by signs of gradients, without AuxK.
     *
     * @param k codes per row, positive
     */
    public static SparseAutoencoderBuilder sparsifyTopK(int k) {
        return PublishedRecipes.sparsifyTopK(k);
    }
}
