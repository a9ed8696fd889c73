package io.sae4j.bench;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.activations.NpySource;
import io.sae4j.encoder.Encoder;
import io.sae4j.eval.Metrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What each remedy does to features that are dead from the start. */
@Command(
        name = "remedies",
        description =
                "Trains with a share of the features silent at the start, once for each remedy, and prints what has become of them.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class RemedyTable implements Runnable {
    @Option(names = "--input", required = true, description = "training rows, .npy")
    private Path input = Path.of("");

    @Option(names = "--validation", required = true, description = "rows to measure on, .npy")
    private Path validation = Path.of("");

    @Option(names = "--encoder", description = "topk, batchtopk, relu or jumprelu")
    private String encoder = "topk";

    @Option(names = "--k", description = "for topk and batchtopk: codes per row")
    private int k = 16;

    @Option(names = "--silent", description = "share of the features that start silent")
    private double silent = 0.3;

    @Option(names = "--steps", description = "length of a run")
    private int steps = 6000;

    @Option(names = "--batch", description = "rows of a step")
    private int batch = 1024;

    @Option(names = "--hidden-dim", description = "features of the SAE")
    private int hiddenDim = 1024;

    @Option(names = "--seeds", split = ",", description = "one run for each")
    private List<Long> seeds = List.of(1L);

    @Option(names = "--remedies", split = ",", description = "which: ${COMPLETION-CANDIDATES}")
    private List<Remedy> remedies =
            List.of(Remedy.NONE, Remedy.AUXK, Remedy.AUXK_SIGNED, Remedy.RESAMPLING, Remedy.GHOST);

    @Override
    public void run() {
        System.out.println(
                "remedy          seed     L0      FVU   dead at the end   never fired on validation  seconds");
        for (Remedy remedy : remedies) {
            for (long seed : seeds) {
                print(remedy, seed);
            }
        }
    }

    private void print(Remedy remedy, long seed) {
        AtomicReference<Double> dead = new AtomicReference<>(Double.NaN);
        Encoder chosen = encoder();
        SparseAutoencoderBuilder builder = SparseAutoencoder.builder()
                .hiddenDim(hiddenDim)
                .steps(steps)
                .batchSize(batch)
                .seed(seed)
                .encoder(chosen)
                .listener(progress -> dead.set(progress.deadFraction()));
        remedy.addTo(builder, chosen, silent, steps);
        long start = System.nanoTime();
        SparseAutoencoder sae = builder.fit(NpySource.open(input));
        double seconds = (System.nanoTime() - start) * 1e-9;
        Metrics metrics = sae.evaluate(NpySource.open(validation));
        System.out.printf(
                Locale.ROOT,
                "%-14s %5d  %5.2f  %.5f  %16.4f  %26.4f  %7.1f%n",
                remedy.name().toLowerCase(Locale.ROOT),
                seed,
                metrics.l0(),
                metrics.fvu(),
                dead.get(),
                metrics.deadFraction(),
                seconds);
    }

    private Encoder encoder() {
        return switch (encoder) {
            case "topk" -> Encoders.topK(k);
            case "batchtopk" -> Encoders.batchTopK(k);
            case "relu" -> Encoders.relu();
            case "jumprelu" -> Encoders.jumpRelu();
            default ->
                throw new IllegalArgumentException("encoder must be topk, batchtopk, relu or jumprelu, got " + encoder);
        };
    }
}
