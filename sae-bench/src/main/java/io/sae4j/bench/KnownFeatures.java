package io.sae4j.bench;

import io.sae4j.SparseAutoencoder;
import io.sae4j.data.SyntheticFeatures;
import io.sae4j.eval.Metrics;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains on a toy with known features in 64 dimensions and compares what is found with the truth. */
@Command(
        name = "toy",
        description = "Recovery of known features: 256 in 64 dimensions, true L0 4.89, evaluated on fresh samples;"
                + " with --hard 1,024, true L0 8.0.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class KnownFeatures implements Runnable {
    private static final int TOY_K = 5;
    private static final int TOY_STEPS = 4_000;
    private static final int TOY_FEATURES = 256;
    private static final int HARD_K = 8;
    private static final int HARD_STEPS = 20_000;
    private static final int HARD_FEATURES = 1024;
    private static final long FRESH_SEED = 99;
    private static final long FRESH_ROWS = 65_536;
    private static final double RECOVERED = 0.9;

    @Mixin
    private RecipeArguments recipe = new RecipeArguments();

    @Option(names = "--hard", description = "the harder toy, in runs of 20,000 steps")
    private boolean hard;

    @Option(names = "--steps", description = "of 1024 rows; the toy's where 0")
    private int steps;

    @Option(names = "--hidden-dim", description = "features of the SAE; as many as the toy has where 0")
    private int hiddenDim;

    @Override
    public void run() {
        recipe.k = recipe.k != 0 ? recipe.k : hard ? HARD_K : TOY_K;
        steps = steps != 0 ? steps : hard ? HARD_STEPS : TOY_STEPS;
        hiddenDim = hiddenDim != 0 ? hiddenDim : hard ? HARD_FEATURES : TOY_FEATURES;
        System.out.println("encoder   seed     L0     FVU    MMCS  rec90    dead  seconds");
        for (long seed : recipe.seeds) {
            SyntheticFeatures toy = hard ? SyntheticFeatures.hardToy(0) : SyntheticFeatures.toy(0);
            long start = System.nanoTime();
            SparseAutoencoder sae = recipe.builder(hiddenDim, steps, seed).fit(toy);
            double seconds = (System.nanoTime() - start) * 1e-9;
            Metrics metrics = sae.evaluate(toy.fresh(FRESH_SEED, FRESH_ROWS));
            float[][] directions = new float[hiddenDim][];
            for (int j = 0; j < hiddenDim; j++) {
                directions[j] = sae.featureDirection(j).toFloatVector();
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %5d  %5.2f  %.4f  %.4f  %.3f  %.4f  %7.1f%n",
                    recipe.encoder,
                    seed,
                    metrics.l0(),
                    metrics.fvu(),
                    toy.meanMaxCosine(directions),
                    toy.recovered(directions, RECOVERED),
                    metrics.deadFraction(),
                    seconds);
        }
    }
}
