package io.sae4j.bench;

import io.sae4j.SparseAutoencoder;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.data.SyntheticMap;
import io.sae4j.data.SyntheticParts;
import io.sae4j.eval.Metrics;
import io.sae4j.model.SparseCodes;
import io.sae4j.nd.HostArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains transcoders, skip transcoders and crosscoders on layers with known features and compares what is found with the truth. */
@Command(
        name = "planted",
        description =
                "Recovery of planted maps: 256 features, true L0 4.89, read from 96 and written to 64 dimensions, or shared by"
                        + " three parts of 64, 48 and 80 columns.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class PlantedMaps implements Runnable {
    private static final int TRUE_K = 5;
    private static final long FRESH_SEED = 99;
    private static final long FRESH_ROWS = 65_536;
    private static final double RECOVERED = 0.9;

    /** What is trained. */
    enum Kind {
        TRANSCODER,
        SKIP,
        CROSSCODER
    }

    @Mixin
    private RecipeArguments recipe = new RecipeArguments();

    @Option(names = "--kinds", split = ",", description = "${COMPLETION-CANDIDATES}")
    private List<Kind> kinds = List.of(Kind.values());

    @Option(names = "--steps", description = "of 1024 rows")
    private int steps = 4000;

    @Option(names = "--hidden-dim", description = "features trained")
    private int hiddenDim = 256;

    @Option(
            names = "--background",
            description = "dense part of the skip transcoder's inputs, as a multiple of their sparse part")
    private double background = 0.5;

    @Override
    public void run() {
        recipe.k = recipe.k == 0 ? TRUE_K : recipe.k;
        System.out.println("kind        encoder   seed     L0     FVU    dead  rec90: both  outputs   inputs  encoder"
                + "  A's error | parts  seconds");
        for (Kind kind : kinds) {
            for (long seed : recipe.seeds) {
                if (kind == Kind.CROSSCODER) {
                    crosscoder(seed);
                } else {
                    transcoder(kind, seed);
                }
            }
        }
    }

    private void transcoder(Kind kind, long seed) {
        boolean skip = kind == Kind.SKIP;
        SyntheticMap map = SyntheticMap.builder()
                .linear(skip ? 1 : 0)
                .background(skip ? background : 0)
                .build();
        long start = System.nanoTime();
        SparseAutoencoder sae =
                recipe.builder(hiddenDim, steps, seed).skipConnection(skip).fit(map);
        double seconds = (System.nanoTime() - start) * 1e-9;
        SyntheticMap fresh = map.fresh(FRESH_SEED, FRESH_ROWS);
        float[][] writtenTo = rows(sae.weights("W_dec"));
        float[][] readFrom = codeCovariances(sae, fresh);
        float[][] encoder = rows(sae.weights("W_enc").transpose());
        print(
                kind,
                seed,
                sae.evaluate(fresh),
                String.format(
                        Locale.ROOT,
                        "%11.4f  %7.4f  %7.4f  %7.4f  %9s",
                        map.recovered(readFrom, writtenTo, RECOVERED),
                        map.recoveredOutputs(writtenTo, RECOVERED),
                        map.recoveredInputs(readFrom, RECOVERED),
                        map.recoveredInputs(encoder, RECOVERED),
                        skip ? String.format(Locale.ROOT, "%.4f", actionError(sae, map)) : "-"),
                seconds);
    }

    /** {@code ‖W_skip − A‖_F / ‖A‖_F}. */
    private static double actionError(SparseAutoencoder sae, SyntheticMap map) {
        INDArray truth = Nd4j.create(map.linearMap());
        INDArray difference = sae.weights("W_skip").sub(truth);
        return difference.norm2Number().doubleValue() / truth.norm2Number().doubleValue();
    }

    private void crosscoder(long seed) {
        SyntheticParts parts = SyntheticParts.toy(0);
        long start = System.nanoTime();
        SparseAutoencoder sae = recipe.builder(hiddenDim, steps, seed)
                .crosscoder(parts.widths().stream().mapToInt(Integer::intValue).toArray())
                .fit(parts);
        double seconds = (System.nanoTime() - start) * 1e-9;
        float[][][] learned = new float[parts.widths().size()][hiddenDim][];
        StringBuilder byPart = new StringBuilder();
        for (int part = 0; part < learned.length; part++) {
            for (int j = 0; j < hiddenDim; j++) {
                learned[part][j] = sae.featureDirection(j, part).toFloatVector();
            }
            byPart.append(String.format(Locale.ROOT, " %.4f", parts.recovered(part, learned[part], RECOVERED)));
        }
        print(
                Kind.CROSSCODER,
                seed,
                sae.evaluate(parts.fresh(FRESH_SEED, FRESH_ROWS)),
                String.format(
                        Locale.ROOT,
                        "%11.4f  by part%s, exclusive ones told %.4f",
                        parts.recovered(learned, RECOVERED),
                        byPart,
                        exclusiveTold(sae, parts, learned)),
                seconds);
    }

    /** The share of the true features whose match is called exclusive (nine tenths of its norm in one part) just where they are. */
    private static double exclusiveTold(SparseAutoencoder sae, SyntheticParts parts, float[][][] learned) {
        float[][] norms = sae.partNorms().toFloatMatrix();
        int[] matches = parts.matches(learned);
        int right = 0;
        for (int i = 0; i < matches.length; i++) {
            float largest = 0;
            for (float share : norms[matches[i]]) {
                largest = Math.max(largest, share);
            }
            right += (largest > RECOVERED) == parts.isExclusive(i) ? 1 : 0;
        }
        return (double) right / matches.length;
    }

    private void print(Kind kind, long seed, Metrics metrics, String recovery, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "%-10s  %-8s %5d  %5.2f  %.4f  %.4f  %s  %7.1f%n",
                kind.name().toLowerCase(Locale.ROOT),
                recipe.encoder,
                seed,
                metrics.l0(),
                metrics.fvu(),
                metrics.deadFraction(),
                recovery,
                seconds);
    }

    private static float[][] rows(INDArray matrix) {
        return matrix.dup('c').toFloatMatrix();
    }

    /**
     * {@code Cov(x, f_j)} for each feature: what in the input goes with it. Of a true feature it is its input direction, whereas an
     * encoder's column also has to keep the other features out.
     */
    private static float[][] codeCovariances(SparseAutoencoder sae, ActivationSource source) {
        int dIn = sae.config().dIn();
        double[][] sums = new double[sae.config().dSae()][dIn];
        double[] codeSums = new double[sums.length];
        double[] inputSum = new double[dIn];
        long rows = 0;
        Batch batch = Batch.forSource(source, 4096);
        try (RowReader reader = source.sequential()) {
            for (; reader.read(batch) > 0; batch.clear()) {
                SparseCodes codes = sae.encode(HostArrays.create(batch.input(), batch.rows(), dIn));
                for (int r = 0; r < batch.rows(); r++) {
                    int[] firing = codes.indices(r);
                    float[] values = codes.values(r);
                    for (int c = 0; c < dIn; c++) {
                        inputSum[c] += batch.input()[r * dIn + c];
                    }
                    for (int i = 0; i < firing.length; i++) {
                        codeSums[firing[i]] += values[i];
                        for (int c = 0; c < dIn; c++) {
                            sums[firing[i]][c] += values[i] * (double) batch.input()[r * dIn + c];
                        }
                    }
                }
                rows += batch.rows();
            }
        }
        List<float[]> covariances = new ArrayList<>();
        for (int j = 0; j < sums.length; j++) {
            float[] covariance = new float[dIn];
            for (int c = 0; c < dIn; c++) {
                covariance[c] = (float) ((sums[j][c] - codeSums[j] * inputSum[c] / rows) / rows);
            }
            covariances.add(covariance);
        }
        return covariances.toArray(float[][]::new);
    }
}
