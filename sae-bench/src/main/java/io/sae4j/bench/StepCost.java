package io.sae4j.bench;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.nd.HostArrays;
import io.sae4j.nd.OffHeap;
import io.sae4j.nd.Products;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The time of one dense training step on the graph engine against five bare products of its size, and memory over steps. */
@Command(
        name = "step",
        description =
                "One dense training step (ReLU + L1: forward, backward, clip, Adam, renormalise) against five bare"
                        + " products measured in the same run; and resident memory after 20 steps and at the end.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class StepCost implements Runnable {
    private static final int PRODUCTS_OF_A_STEP = 5;
    private static final int SETTLED = 20;
    private static final double MILLION = 1e6;

    @Option(names = "--d", description = "width of a row")
    private int d = 768;

    @Option(names = "--m", description = "features")
    private int m = 16_384;

    @Option(names = "--batch", description = "rows of a step")
    private int batchRows = 4096;

    @Option(names = "--steps", description = "steps to take")
    private int steps = 8;

    @Override
    public void run() {
        Batch batch = EngineSetup.gaussianBatch(batchRows, d);
        StepSettings settings = new StepSettings(1e-3, Map.of("l1", 0.1), 1, new boolean[m]);
        List<Double> products = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        long settledBytes = 0;
        long endBytes = 0;
        try (Product product = new Product(batch);
                TrainingEngine engine =
                        EngineSetup.graphEngine(Encoders.relu(), List.of(Losses.l1(0.1)), d, m, batchRows)) {
            for (int step = 1; step <= steps; step++) {
                products.add(product.milliseconds());
                long start = System.nanoTime();
                engine.step(batch, settings);
                times.add((System.nanoTime() - start) / MILLION);
                if (step == SETTLED) {
                    settledBytes = OffHeap.residentBytes();
                }
                endBytes = OffHeap.residentBytes();
            }
        }
        double step = median(times);
        double product = median(products);
        System.out.printf(
                Locale.ROOT,
                "d %d, m %d, batch %d, %d steps%nproduct %.0f ms, step %.0f ms, step / (5 products) %.2f%n",
                d,
                m,
                batchRows,
                steps,
                product,
                step,
                step / (PRODUCTS_OF_A_STEP * product));
        if (steps > SETTLED) {
            System.out.printf(
                    Locale.ROOT,
                    "resident memory after step %d: %.1f MB, after step %d: %.1f MB (%+.2f %%)%n",
                    SETTLED,
                    settledBytes / MILLION,
                    steps,
                    endBytes / MILLION,
                    100.0 * (endBytes - settledBytes) / settledBytes);
        }
    }

    private static double median(List<Double> values) {
        List<Double> settled = new ArrayList<>(values.subList(Math.min(2, values.size() - 1), values.size()));
        Collections.sort(settled);
        return settled.get(settled.size() / 2);
    }

    /** {@code x·W_enc} and nothing else. */
    private final class Product implements AutoCloseable {
        private final INDArray x;
        private final INDArray weights =
                Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', d, m).assign(0.01);
        private final INDArray out = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', batchRows, m);

        Product(Batch batch) {
            x = HostArrays.create(batch.input(), batchRows, d);
        }

        double milliseconds() {
            long start = System.nanoTime();
            Products.multiply(x, weights, out);
            return (System.nanoTime() - start) / MILLION;
        }

        @Override
        public void close() {
            x.close();
            weights.close();
            out.close();
        }
    }
}
