package io.sae4j.engine.sparse;

import io.sae4j.product.EncoderProduct;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibrary;
import io.sae4j.product.ProductShape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encoder's product and the workers' lanes of it, in 32 bits or rounded to bfloat16. Rounded products screen: what may
 * be chosen is computed again exactly. That pays while few are: an exact product of one row and feature costs some 7 ns of
 * a core more than a rounded one (d = 768, Zen 4), computing one again some 300 ns, so it ends above one in 64, and starts
 * again below one in 256. The choice depends on the data alone.
 */
final class EncoderStage implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EncoderStage.class);
    private static final double TOO_MANY = 1.0 / 64;
    private static final double FEW = 1.0 / 256;

    /** Makes the part of a worker, on its thread. */
    @FunctionalInterface
    interface WorkerFactory {
        BlockWorker create(EncoderProduct product, boolean rounded);
    }

    private final ProductLibrary library;
    private final ProductShape shape;
    private final SaeState state;
    private final Workers workers;
    private final WorkerFactory factory;
    private final boolean mayScreen;
    private final BlockWorker[] blockWorkers;
    private EncoderProduct product;
    private boolean rounded;

    /** @param expectedShare of the features that a row's choice looks at closely, where known; else 1 */
    EncoderStage(
            ProductLibrary library,
            ProductShape shape,
            SaeState state,
            Workers workers,
            boolean mayScreen,
            double expectedShare,
            WorkerFactory factory) {
        this.library = library;
        this.shape = shape;
        this.state = state;
        this.workers = workers;
        this.factory = factory;
        this.mayScreen = mayScreen && library.offers(Precision.BFLOAT16);
        blockWorkers = new BlockWorker[workers.count()];
        rounded = this.mayScreen && expectedShare < TOO_MANY;
        product = open();
    }

    private EncoderProduct open() {
        EncoderProduct opened = library.create(shape, rounded ? Precision.BFLOAT16 : Precision.FLOAT32);
        pack(opened);
        workers.onEach((w, ignored) -> blockWorkers[w] = factory.create(opened, rounded));
        return opened;
    }

    /** Takes the encoder's weights anew, where they were changed outside of a step. */
    void repack() {
        pack(product);
    }

    private void pack(EncoderProduct packed) {
        workers.run(shape.tiles(), (tile, w) -> {
            packed.pack(tile, state.encoder.value);
            if (rounded) {
                float[] scratch = new float[state.encoder.width()];
                for (int j = shape.tileStart(tile); j < shape.tileStart(tile) + shape.tileSize(tile); j++) {
                    state.measureRounding(j, scratch);
                }
            }
        });
    }

    EncoderProduct product() {
        return product;
    }

    BlockWorker worker(int w) {
        return blockWorkers[w];
    }

    /** Whether products are rounded. */
    boolean isRounded() {
        return rounded;
    }

    /**
     * After a step: changes the precision where the other one pays.
     *
     * @param share of all features that a row's choice looked at closely in the step, on average
     */
    void adapt(double share) {
        if (!mayScreen || (rounded ? share <= TOO_MANY : share >= FEW)) {
            return;
        }
        log.debug("a row looks closely at {} of all features: products {}", share, rounded ? "exact" : "screened");
        closeProduct();
        rounded = !rounded;
        product = open();
    }

    private void closeProduct() {
        workers.onEach((w, ignored) -> blockWorkers[w].close());
        product.close();
    }

    /** Called on the leader. */
    @Override
    public void close() {
        closeProduct();
    }
}
