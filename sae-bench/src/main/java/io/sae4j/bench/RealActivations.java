package io.sae4j.bench;

import io.sae4j.SparseAutoencoder;
import io.sae4j.activations.NpySource;
import io.sae4j.eval.Metrics;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains on activations in a file and measures on others. */
@Command(
        name = "quality",
        description = "Trains with the default recipe on one .npy file and measures on another.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class RealActivations implements Runnable {
    private static final int DEFAULT_K = 16;

    @Mixin
    private RecipeArguments recipe = new RecipeArguments();

    @Option(names = "--input", required = true, description = "training rows, .npy")
    private Path input = Path.of("");

    @Option(names = "--validation", required = true, description = "rows to measure on, .npy")
    private Path validation = Path.of("");

    @Option(names = "--steps", description = "of 1024 rows")
    private int steps = 6000;

    @Option(names = "--hidden-dim", description = "features of the SAE")
    private int hiddenDim = 1024;

    @Override
    public void run() {
        recipe.k = recipe.k == 0 ? DEFAULT_K : recipe.k;
        System.out.println("encoder   seed     L0      FVU  cosine    dead  seconds");
        double sum = 0;
        for (long seed : recipe.seeds) {
            long start = System.nanoTime();
            SparseAutoencoder sae = recipe.builder(hiddenDim, steps, seed).fit(NpySource.open(input));
            double seconds = (System.nanoTime() - start) * 1e-9;
            Metrics metrics = sae.evaluate(NpySource.open(validation));
            sum += metrics.fvu();
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %5d  %5.2f  %.5f  %.4f  %.4f  %7.1f%n",
                    recipe.encoder,
                    seed,
                    metrics.l0(),
                    metrics.fvu(),
                    metrics.cosine(),
                    metrics.deadFraction(),
                    seconds);
        }
        System.out.printf(Locale.ROOT, "mean FVU %.5f%n", sum / recipe.seeds.size());
    }
}
