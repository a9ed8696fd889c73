package io.sae4j.cli;

import io.sae4j.Encoders;
import io.sae4j.NamedRecipe;
import io.sae4j.Recipe;
import io.sae4j.SparseAutoencoder;
import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.encoder.Encoder;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which features are learned, and how sparse. Each encoder has its own sparsity option, and refuses the others'; so has each
 * recipe.
 */
final class EncoderOptions {
    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            converter = EncoderChoice.Converter.class,
            description = "relu, topk, batchtopk, jumprelu or gated (default: topk).")
    private @Nullable EncoderChoice encoder;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            converter = RecipeConverter.class,
            description = "Instead of --encoder, everything as in a paper or another library, such as"
                    + " anthropic-april-2024 or sae-lens-top-k (docs/recipes.md lists all, and so does an unknown"
                    + " name). Other options replace the recipe's.")
    private @Nullable NamedRecipe recipe;

    @Option(
            names = "--k",
            paramLabel = "N",
            description = "topk: features that fire on a row; batchtopk: their mean (default: a quarter of the rows'"
                    + " width or of the hidden dim, at most 32).")
    private @Nullable Integer k;

    @Option(
            names = "--l1",
            paramLabel = "X",
            description = "relu, gated: weight of the L1 penalty; higher is sparser, too high and features die"
                    + " (default: as in docs/recipes.md).")
    private @Nullable Double l1;

    @Option(
            names = "--l0",
            paramLabel = "X",
            description = "jumprelu: weight of the L0 penalty; higher is sparser, too high and features die"
                    + " (default: as in docs/recipes.md).")
    private @Nullable Double l0;

    @Option(
            names = "--matryoshka",
            paramLabel = "N,N,...",
            converter = NestedLevels.Converter.class,
            description =
                    "Any encoder: the first N features, the first of the next number, ... have to reconstruct on their"
                            + " own as well; N:W gives a level the weight W, auto takes the recipe's levels (default: none).")
    private @Nullable NestedLevels levels;

    @Option(
            names = "--target-l0",
            paramLabel = "X",
            description =
                    "Features that fire on a row at the end of the run, for any encoder: topk and batchtopk take it"
                            + " as their k, others steer their penalty to it. Not with --k, --l1 or --l0.")
    private @Nullable Double targetL0;

    boolean hasRecipe() {
        return recipe != null;
    }

    /** Features per dimension of the input, where the user does not say. */
    int expansionFactor() {
        return recipe == null ? Recipe.EXPANSION_FACTOR : recipe.expansionFactor();
    }

    /**
     * A builder with encoder and sparsity, or with the recipe.
     *
     * @throws UsageException when an option belongs to another encoder or recipe, or k is larger than {@code hiddenDim}
     */
    SparseAutoencoderBuilder builder(int width, int hiddenDim) {
        if (recipe != null) {
            return withShared(fromRecipe(recipe, hiddenDim), hiddenDim);
        }
        SparseAutoencoderBuilder builder = withShared(SparseAutoencoder.builder(), hiddenDim);
        applyTo(builder, encoder == null ? EncoderChoice.TOPK : encoder, width, hiddenDim);
        return builder;
    }

    /** Sets the options that go with encoders and recipes alike. */
    private SparseAutoencoderBuilder withShared(SparseAutoencoderBuilder builder, int hiddenDim) {
        requireAlone(k, "--k");
        requireAlone(l1, "--l1");
        requireAlone(l0, "--l0");
        if (targetL0 != null) {
            if (targetL0 > hiddenDim) {
                throw new UsageException(
                        "--target-l0 must be at most the hidden dim " + hiddenDim + ", got " + targetL0);
            }
            if (recipe == null || recipe.argument() != NamedRecipe.Argument.TARGET_L0) {
                builder.targetL0(targetL0);
            }
        }
        if (levels != null) {
            levels.applyTo(builder, hiddenDim);
        }
        return builder;
    }

    private SparseAutoencoderBuilder fromRecipe(NamedRecipe recipe, int hiddenDim) {
        if (encoder != null) {
            throw new UsageException("--recipe " + recipe + " brings its encoder; leave out --encoder");
        }
        if (targetL0 != null && recipe.argument() == NamedRecipe.Argument.K) {
            throw new UsageException("--target-l0 does not apply to --recipe " + recipe + ", which takes --k");
        }
        Map<NamedRecipe.Argument, @Nullable Number> given = new EnumMap<>(NamedRecipe.Argument.class);
        given.put(NamedRecipe.Argument.K, k);
        given.put(NamedRecipe.Argument.L1, l1);
        given.put(NamedRecipe.Argument.L0, l0);
        if (recipe.argument() == NamedRecipe.Argument.TARGET_L0) {
            given.put(NamedRecipe.Argument.TARGET_L0, targetL0);
        }
        given.forEach((argument, value) -> {
            if (value != null && argument != recipe.argument()) {
                throw new UsageException(option(argument) + " does not apply to --recipe " + recipe + ", which takes "
                        + option(recipe.argument()));
            }
        });
        Number value = given.get(recipe.argument());
        double number = value == null ? recipe.usual() : value.doubleValue();
        if (recipe.argument() == NamedRecipe.Argument.K && number > hiddenDim) {
            throw new UsageException("--k must be at most the hidden dim " + hiddenDim + ", got " + (int) number
                    + (value == null ? ", the recipe's" : ""));
        }
        return recipe.builder(number);
    }

    private static String option(NamedRecipe.Argument argument) {
        return "--" + argument.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void applyTo(SparseAutoencoderBuilder builder, EncoderChoice encoder, int width, int hiddenDim) {
        require(encoder, k == null || encoder == EncoderChoice.TOPK || encoder == EncoderChoice.BATCHTOPK, "--k");
        require(encoder, l1 == null || encoder == EncoderChoice.RELU || encoder == EncoderChoice.GATED, "--l1");
        require(encoder, l0 == null || encoder == EncoderChoice.JUMPRELU, "--l0");
        switch (encoder) {
            case TOPK -> builder.encoder(Encoders.topK(codesPerRow(width, hiddenDim)));
            case BATCHTOPK -> builder.encoder(Encoders.batchTopK(codesPerRow(width, hiddenDim)));
            case RELU -> withPenalty(builder, Encoders.relu(), l1);
            case JUMPRELU -> withPenalty(builder, Encoders.jumpRelu(), l0);
            case GATED -> withPenalty(builder, Encoders.gated(), l1);
        }
    }

    private int codesPerRow(int width, int hiddenDim) {
        if (targetL0 != null) {
            return Math.max(1, (int) Math.round(targetL0));
        }
        if (k == null) {
            return Recipe.k(width, hiddenDim);
        }
        if (k > hiddenDim) {
            throw new UsageException("--k must be at most the hidden dim " + hiddenDim + ", got " + k);
        }
        return k;
    }

    /** The recipe's penalty with a weight of one's own: its form and warm-up stay. */
    private static void withPenalty(SparseAutoencoderBuilder builder, Encoder encoder, @Nullable Double weight) {
        builder.encoder(encoder);
        if (weight != null) {
            builder.sparsityPenalty(weight);
        }
    }

    private void requireAlone(@Nullable Object value, String option) {
        if (value != null && targetL0 != null) {
            throw new UsageException(option + " and --target-l0 exclude each other");
        }
    }

    private static void require(EncoderChoice encoder, boolean fits, String option) {
        if (!fits) {
            throw new UsageException(option + " does not apply to --encoder " + encoder
                    + "; topk and batchtopk take --k, relu and gated --l1, jumprelu --l0");
        }
    }
}
