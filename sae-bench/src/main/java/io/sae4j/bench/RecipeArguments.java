package io.sae4j.bench;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.loss.NestedReconstruction.Level;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** What the quality measurements have in common. */
final class RecipeArguments {
    @Option(names = "--encoder", description = "relu, topk, batchtopk, jumprelu or gated")
    String encoder = "topk";

    @Option(names = "--k", description = "for topk and batchtopk: codes per row")
    int k;

    @Option(names = "--l1", description = "for relu and gated: weight of the L1 penalty; the recipe's where 0")
    double l1;

    @Option(names = "--l0", description = "for jumprelu: weight of the L0 penalty; the recipe's where 0")
    double l0;

    @Option(
            names = "--matryoshka",
            description = "widths of nested levels with weights, such as 16:0.5,64, or auto; none where empty")
    String matryoshka = "";

    @Option(
            names = "--target-l0",
            description = "features that fire on a row at the end of the run, for any encoder; none where 0")
    double targetL0;

    @Option(names = "--seeds", split = ",", description = "one run for each")
    List<Long> seeds = List.of(1L, 2L, 3L);

    private static Level level(String text) {
        String[] parts = text.split(":", -1);
        return new Level(Integer.parseInt(parts[0]), parts.length == 1 ? 1 : Double.parseDouble(parts[1]));
    }

    /** A run's builder: everything that is not an argument stays at its default. */
    SparseAutoencoderBuilder builder(int hiddenDim, int steps, long seed) {
        SparseAutoencoderBuilder builder =
                SparseAutoencoder.builder().hiddenDim(hiddenDim).steps(steps).seed(seed);
        int codes = targetL0 > 0 ? (int) Math.max(1, Math.round(targetL0)) : k;
        switch (encoder) {
            case "topk" -> builder.encoder(Encoders.topK(codes));
            case "batchtopk" -> builder.encoder(Encoders.batchTopK(codes));
            case "relu" -> {
                builder.encoder(Encoders.relu());
                if (l1 > 0) {
                    builder.sparsityPenalty(l1);
                }
            }
            case "jumprelu" -> {
                builder.encoder(Encoders.jumpRelu());
                if (l0 > 0) {
                    builder.sparsityPenalty(l0);
                }
            }
            case "gated" -> {
                builder.encoder(Encoders.gated());
                if (l1 > 0) {
                    builder.sparsityPenalty(l1);
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "encoder must be relu, topk, batchtopk, jumprelu or gated, got " + encoder);
        }
        if (matryoshka.equals("auto")) {
            builder.matryoshka();
        } else if (!matryoshka.isEmpty()) {
            builder.matryoshka(Arrays.stream(matryoshka.split(",", -1))
                    .map(RecipeArguments::level)
                    .toList());
        }
        if (targetL0 > 0) {
            builder.targetL0(targetL0);
        }
        return builder;
    }
}
