package io.sae4j.engine.sparse;

import io.sae4j.product.EncoderProduct;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibrary;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The encoder's product of a batch, block by block and tile by tile, and the packing of all its weights; by each library and
 * precision. A library that cannot run, or offers no such precision, fails with the reason; the others are measured.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassProduct -rf json -rff product.json}
 */
public class PassProductBenchmark extends PassBenchmark {
    /** Library and precision. */
    @Param({"openblas:FLOAT32", "onednn:FLOAT32", "onednn:BFLOAT16"})
    public String product = "openblas:FLOAT32";

    private @Nullable EncoderProduct weights;
    private EncoderProduct.Lane[] lanes = new EncoderProduct.Lane[0];
    private float[][][] tiles = new float[0][][];

    @Override
    void prepare(PassSetup made) {
        String[] parts = product.split(":", -1);
        Precision precision = Precision.valueOf(parts[1]);
        EncoderProduct created = library(parts[0], precision).create(made.shape, precision);
        weights = created;
        int workers = made.workers().count();
        lanes = new EncoderProduct.Lane[workers];
        tiles = new float[workers][made.shape.blockRows()][made.shape.tileFeatures()];
        made.lead(() -> {
            made.workers().onEach((w, ignored) -> lanes[w] = created.lane());
            return true;
        });
        pack();
    }

    private static ProductLibrary library(String name, Precision precision) {
        for (ProductLibrary library : ServiceLoader.load(ProductLibrary.class)) {
            if (library.name().equals(name)) {
                library.obstacle().ifPresent(obstacle -> {
                    throw new IllegalStateException(obstacle);
                });
                if (!library.offers(precision)) {
                    throw new IllegalStateException(name + " offers no " + precision + " here");
                }
                return library;
            }
        }
        throw new IllegalArgumentException("no product library '" + name + "'");
    }

    /** All rows times all features. */
    @Benchmark
    public float[][][] multiply() {
        PassSetup made = setup();
        made.onBlocks((b, w) -> {
            lanes[w].load(BatchRows.of(made.rows.inputs, made.blocks[b]), made.blocks[b].rows());
            for (int tile = 0; tile < made.shape.tiles(); tile++) {
                lanes[w].multiply(tile, tiles[w]);
            }
        });
        return tiles;
    }

    /** Takes over the weights of all tiles, as the update does at the end of a step. */
    @Benchmark
    public EncoderProduct pack() {
        PassSetup made = setup();
        EncoderProduct packed = Objects.requireNonNull(weights);
        made.lead(() -> {
            made.workers().run(made.shape.tiles(), (tile, w) -> packed.pack(tile, made.state.encoder.value));
            return true;
        });
        return packed;
    }

    @Override
    void release(PassSetup made) {
        made.lead(() -> {
            made.workers().onEach((w, ignored) -> lanes[w].close());
            return true;
        });
        Objects.requireNonNull(weights).close();
    }
}
