package io.sae4j.activations.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.activations.combine.Sources;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.format.FloatType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training of a small SAE (64 wide, 1,024 features, batches of 1,024) from a store beside training from memory, in turns;
 * small, because there the source's share of a step is largest. The seconds are left in {@code target/store-speed.txt}.
 */
@Tag("slow")
class StoreTrainingSpeedTest {
    private static final int WIDTH = 64;
    private static final int ROWS = 1 << 18;
    private static final int BATCH = 1024;
    private static final int ROUNDS = 9;
    private static final double SECONDS = 3;
    private static final double AT_MOST = 1.10;

    @TempDir
    Path temporary;

    @Test
    void aStoreIsNotMuchSlowerThanMemory() throws IOException {
        float[][] rows = rows();
        Map<String, ActivationSource> sources = new LinkedHashMap<>();
        sources.put("memory", ActivationSources.of(rows));
        ActivationStore f32 = store(rows, FloatType.F32);
        sources.put("F32 prefetched", Sources.prefetching(f32.source("x")));
        sources.put("F32 by blocks prefetched", Sources.prefetching(f32.source("x", ShuffleOptions.blocks(16 << 20))));
        sources.put("F32 on the training thread", f32.source("x"));
        sources.put(
                "F16 prefetched", Sources.prefetching(store(rows, FloatType.F16).source("x")));

        sources.forEach((name, source) -> train(source, 200));
        long steps = (long) (SECONDS * 200 / train(sources.get("memory"), 200));
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            sources.forEach((name, source) ->
                    seconds.computeIfAbsent(name, key -> new ArrayList<>()).add(train(source, steps)));
        }
        List<String> report = new ArrayList<>();
        report.add(steps + " steps");
        List<Double> memory = seconds.get("memory");
        Map<String, Double> ratios = new LinkedHashMap<>();
        seconds.forEach((name, times) -> {
            double ratio = median(IntStream.range(0, ROUNDS).mapToDouble(r -> times.get(r) / memory.get(r)));
            ratios.put(name, ratio);
            report.add(String.format(
                    Locale.ROOT,
                    "%s: median %.3f s; %.3f of memory, median of the rounds; %s",
                    name,
                    median(times.stream().mapToDouble(time -> time)),
                    ratio,
                    times));
        });
        Files.write(Path.of("target", "store-speed.txt"), report);
        for (String name : List.of("F32 prefetched", "F32 by blocks prefetched", "F16 prefetched")) {
            assertThat(ratios.get(name)).as("%s", report).isLessThanOrEqualTo(AT_MOST);
        }
    }

    private static double train(ActivationSource source, long steps) {
        long start = System.nanoTime();
        SparseAutoencoder.builder()
                .hiddenDim(1024)
                .encoder(Encoders.topK(16))
                .batchSize(BATCH)
                .steps(steps)
                .seed(1)
                .fit(source);
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Sums of a few of 256 directions, and noise. */
    private static float[][] rows() {
        SplittableRandom random = new SplittableRandom(1);
        float[][] directions = new float[256][WIDTH];
        for (float[] direction : directions) {
            for (int c = 0; c < WIDTH; c++) {
                direction[c] = (float) random.nextDouble(-1, 1);
            }
        }
        float[][] rows = new float[ROWS][WIDTH];
        for (float[] row : rows) {
            for (int n = 0; n < 8; n++) {
                float[] direction = directions[random.nextInt(directions.length)];
                for (int c = 0; c < WIDTH; c++) {
                    row[c] += direction[c];
                }
            }
        }
        return rows;
    }

    private ActivationStore store(float[][] rows, FloatType type) {
        Path directory = temporary.resolve(type.name());
        try (ActivationStoreWriter writer =
                ActivationStore.create(directory, new StoreOptions(Map.of("x", WIDTH), type, 1 << 16))) {
            float[] flat = new float[BATCH * WIDTH];
            int[] ids = new int[BATCH];
            long[] documents = new long[BATCH];
            for (int from = 0; from < ROWS; from += BATCH) {
                for (int i = 0; i < BATCH; i++) {
                    System.arraycopy(rows[from + i], 0, flat, i * WIDTH, WIDTH);
                }
                Arrays.fill(documents, from);
                writer.append(BATCH, ids, ids, documents, Map.of("x", flat));
            }
        }
        return ActivationStore.open(directory);
    }
}
