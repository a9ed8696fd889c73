package io.sae4j.engine.sparse;

import io.sae4j.product.EncoderProduct;
import io.sae4j.product.ProductShape;
import org.jspecify.annotations.Nullable;

/** What one worker needs for blocks of rows: a lane of the product, the products of one tile, and scratch of the passes. */
final class BlockWorker implements AutoCloseable {
    private final BatchRows rows;
    private final ProductShape shape;
    private final EncoderProduct.Lane lane;
    private final float[][] products;
    private final @Nullable Margins margins;
    private final Scores.Tile scores;
    private final Selection.Chooser chooser;
    private final Decoding decoding;
    private final @Nullable Auxiliary auxiliary;
    private final Auxiliary.@Nullable Worker auxiliaryWorker;

    /** @param rounded whether the product's factors are rounded, so that choices have to be settled exactly */
    BlockWorker(
            SaeState state,
            BatchRows rows,
            ProductShape shape,
            EncoderProduct product,
            boolean rounded,
            EncoderRules rules,
            CodeRule rule,
            @Nullable Auxiliary auxiliary) {
        this.rows = rows;
        this.shape = shape;
        this.auxiliary = auxiliary;
        lane = product.lane();
        products = new float[shape.blockRows()][shape.tileFeatures()];
        margins = rounded ? new Margins(shape.blockRows()) : null;
        scores = rules.scores().tile(shape.tileFeatures());
        chooser = rules.selection().chooser(shape.blockRows());
        decoding = new Decoding(state, rows, rule);
        auxiliaryWorker = auxiliary == null ? null : auxiliary.worker(shape.blockRows());
    }

    /**
     * Product and selection of a block whose rows are loaded.
     *
     * @return false when its codes are too dense to be kept
     */
    boolean choose(RowBlock block, BlockCodes out) {
        float[][] inputs = BatchRows.of(rows.inputs, block);
        lane.load(inputs, block.rows());
        if (margins != null) {
            for (int r = 0; r < block.rows(); r++) {
                margins.measure(r, inputs[r]);
            }
        }
        chooser.start(block, inputs, margins);
        Auxiliary.Worker dead = activeAuxiliary();
        if (dead != null) {
            dead.start();
        }
        for (int tile = 0; tile < shape.tiles(); tile++) {
            lane.multiply(tile, products);
            scores.score(products, block.rows(), shape.tileStart(tile), shape.tileSize(tile));
            chooser.visit(products, shape.tileStart(tile), shape.tileSize(tile));
            if (dead != null) {
                dead.visit(products, shape.tileStart(tile), shape.tileSize(tile), block.rows());
            }
        }
        if (dead != null) {
            dead.choose(block);
        }
        return chooser.finish(out);
    }

    /** Decodes a block and finds the gradients of its codes. */
    void decode(RowBlock block, BlockCodes codes, Decoding.Sums sums) {
        decoding.decode(block, codes, sums);
        Auxiliary.Worker dead = activeAuxiliary();
        if (dead != null) {
            dead.decode(block);
        }
    }

    private Auxiliary.@Nullable Worker activeAuxiliary() {
        return auxiliary != null && auxiliary.isActive() ? auxiliaryWorker : null;
    }

    @Override
    public void close() {
        lane.close();
    }
}
