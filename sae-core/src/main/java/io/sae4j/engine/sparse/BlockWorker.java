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
    private final DensePass.Scratch dense;
    private final float[] tileRow;
    private final @Nullable Auxiliary auxiliary;
    private final Auxiliary.@Nullable Worker auxiliaryWorker;
    private final DeadProduct.@Nullable Lane deadLane;
    private int loadedBlock;
    private long loadedGroup;

    /** @param rounded whether the product's factors are rounded, so that choices have to be settled exactly */
    BlockWorker(
            BatchRows rows,
            ProductShape shape,
            EncoderProduct product,
            boolean rounded,
            EncoderRules rules,
            Decoding decoding,
            @Nullable Auxiliary auxiliary,
            @Nullable DeadProduct deadProduct) {
        this.rows = rows;
        this.shape = shape;
        this.auxiliary = auxiliary;
        this.decoding = decoding;
        lane = product.lane();
        products = new float[shape.blockRows()][shape.tileFeatures()];
        margins = rounded ? new Margins(shape.blockRows()) : null;
        scores = rules.scores().tile(shape.tileFeatures());
        chooser = rules.selection().chooser(shape.blockRows());
        auxiliaryWorker = auxiliary == null ? null : auxiliary.worker(shape.blockRows());
        deadLane = rounded && deadProduct != null ? deadProduct.lane() : null;
        dense = new DensePass.Scratch(shape);
        tileRow = new float[shape.tileFeatures()];
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
            score(block, tile);
            chooser.visit(products, shape.tileStart(tile), shape.tileSize(tile));
            if (dead != null && deadLane == null) {
                dead.visit(products, shape.tileStart(tile), shape.tileSize(tile), block.rows());
            }
        }
        if (dead != null) {
            if (deadLane != null) {
                deadLane.scores(inputs, block.rows(), dead.scores());
            }
            dead.choose(block);
        }
        return chooser.finish(out);
    }

    private void score(RowBlock block, int tile) {
        lane.multiply(tile, products);
        scores.score(products, block.rows(), shape.tileStart(tile), shape.tileSize(tile));
    }

    /** Decodes a block and finds the gradients of its codes. */
    void decode(RowBlock block, BlockCodes codes, Decoding.Sums sums) {
        decoding.decode(block, codes, sums);
        decodeAuxiliary(block);
    }

    private void decodeAuxiliary(RowBlock block) {
        Auxiliary.Worker dead = activeAuxiliary();
        if (dead != null) {
            dead.decode(block);
        }
    }

    /** Scores of a tile on block {@code g} of a group, for {@link DensePass}. */
    void encodeDense(DensePass pass, int g, RowBlock block, int tile) {
        if (loadedBlock != block.index() || loadedGroup != pass.groupNumber()) {
            lane.load(BatchRows.of(rows.inputs, block), block.rows());
            loadedBlock = block.index();
            loadedGroup = pass.groupNumber();
        }
        score(block, tile);
        pass.encode(g, block, products, shape.tileStart(tile), shape.tileSize(tile), tileRow);
    }

    void decodeDense(DensePass pass, int g, RowBlock block, Decoding.Sums sums) {
        pass.decode(g, block, decoding, dense, sums);
        decodeAuxiliary(block);
    }

    /** How many codes of a block fire, by scores as {@link #encodeDense} finds them. */
    long countFirings(RowBlock block, Thresholds thresholds) {
        lane.load(BatchRows.of(rows.inputs, block), block.rows());
        long count = 0;
        for (int tile = 0; tile < shape.tiles(); tile++) {
            score(block, tile);
            for (int r = 0; r < block.rows(); r++) {
                for (int i = 0; i < shape.tileSize(tile); i++) {
                    count += thresholds.fires(products[r][i], shape.tileStart(tile) + i) ? 1 : 0;
                }
            }
        }
        return count;
    }

    DensePass.Scratch denseScratch() {
        return dense;
    }

    long closeLooks() {
        return chooser.closeLooks();
    }

    private Auxiliary.@Nullable Worker activeAuxiliary() {
        return auxiliary != null && auxiliary.isActive() ? auxiliaryWorker : null;
    }

    @Override
    public void close() {
        lane.close();
        dense.close();
        if (deadLane != null) {
            deadLane.close();
        }
    }
}
