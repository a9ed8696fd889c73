package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.product.OpenBlas;
import io.sae4j.product.ProductLibrary;
import io.sae4j.product.ProductShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The passes over blocks of rows: codes, decoding, and the matrix products of blocks whose codes are too dense. A block that
 * was too dense in the last step is not tried sparsely until its codes are few enough again.
 */
final class BlockPasses implements AutoCloseable {
    /** A dense block is tried sparsely again at this part of the share at which it became dense. */
    private static final double BACK = 0.7;

    /** The exact product that rounded ones need beside them for a dead feature, in computations of one score again. */
    private static final double DEAD_LOOK = 1.0 / 8;

    private final Workers workers;
    private final RowBlock[] blocks;
    private final BatchRows rows;
    private final ProductShape shape;
    private final SaeState state;
    private final EncoderRules rules;
    private final Penalties penalties;
    private final DensePass dense;
    private final @Nullable Auxiliary auxiliary;
    private final @Nullable DeadProduct deadProduct;
    private final @Nullable SkipConnection skip;
    private final EncoderStage stage;
    private final BlockCodes[] codes;
    private final boolean[] sparse;
    private final boolean[] expectDense;
    private final Decoding.Sums[] sums;

    BlockPasses(
            Workers workers,
            RowBlock[] blocks,
            BatchRows rows,
            ProductShape shape,
            ProductLibrary library,
            boolean mayScreen,
            SaeState state,
            EncoderRules rules,
            CodeRule rule,
            Penalties penalties,
            DensePass dense,
            @Nullable Auxiliary auxiliary,
            @Nullable SkipConnection skip) {
        this.workers = workers;
        this.blocks = blocks;
        this.rows = rows;
        this.shape = shape;
        this.state = state;
        this.rules = rules;
        this.penalties = penalties;
        this.dense = dense;
        this.auxiliary = auxiliary;
        this.skip = skip;
        DeadProduct exactDead = auxiliary == null ? null : new DeadProduct(state, rules.scores());
        deadProduct = exactDead;
        codes = new BlockCodes[blocks.length];
        for (RowBlock block : blocks) {
            codes[block.index()] = new BlockCodes(block.rows());
        }
        sparse = new boolean[blocks.length];
        expectDense = new boolean[blocks.length];
        sums = new Decoding.Sums[blocks.length];
        stage = workers.lead(() -> new EncoderStage(
                library,
                shape,
                state,
                workers,
                mayScreen && rules.selection().mayScreen(),
                rules.selection().expectedShare(),
                (product, rounded) -> new BlockWorker(
                        rows, shape, product, rounded, rules, new Decoding(state, rows, rule), auxiliary, exactDead)));
    }

    EncoderStage stage() {
        return stage;
    }

    /** Codes of all blocks; those that are sparse are decoded. */
    void chooseAndDecode(Batch batch) {
        if (skip == null) {
            chooseAndDecodeBlocks(batch);
        } else {
            skip.begin(rows.count());
            OpenBlas.singleThreaded(() -> chooseAndDecodeBlocks(batch));
        }
    }

    private void chooseAndDecodeBlocks(Batch batch) {
        if (auxiliary != null && auxiliary.isActive() && deadProduct != null && stage.isRounded()) {
            deadProduct.begin(auxiliary.dead());
            OpenBlas.singleThreaded(() -> chooseAndDecode(batch, true));
        } else {
            chooseAndDecode(batch, auxiliary != null && auxiliary.isActive());
        }
    }

    private void chooseAndDecode(Batch batch, boolean withDead) {
        boolean settles = rules.selection().hasBarrier();
        boolean barrier = settles || penalties.needL0();
        workers.run(blocks.length, (b, w) -> {
            rows.load(batch, blocks[b], state.decoderBias.value);
            if (skip != null) {
                skip.subtract(batch, blocks[b], rows.residuals);
            }
            sums[b] = emptySums();
            addInputs(b);
            sparse[b] = (!expectDense[b] || withDead) && stage.worker(w).choose(blocks[b], codes[b]);
            if (sparse[b] && !barrier) {
                stage.worker(w).decode(blocks[b], codes[b], sums[b]);
            }
        });
        if (settles) {
            rules.selection().settle(codes, workers);
        }
        if (penalties.needL0()) {
            penalties.setL0((double) countFirings() / rows.count());
        }
        if (barrier) {
            workers.run(blocks.length, (b, w) -> {
                if (sparse[b]) {
                    stage.worker(w).decode(blocks[b], codes[b], sums[b]);
                }
            });
        }
    }

    /** How many codes fire in the batch. The scores of blocks that are not sparse are computed once more for it. */
    private long countFirings() {
        long[] firings = new long[blocks.length];
        workers.run(
                blocks.length,
                (b, w) -> firings[b] =
                        sparse[b] ? codes[b].firings() : stage.worker(w).countFirings(blocks[b], rules.thresholds()));
        return Arrays.stream(firings).sum();
    }

    private Decoding.Sums emptySums() {
        return new Decoding.Sums(rows, penalties.new Values());
    }

    private void addInputs(int b) {
        if (penalties.hasPreActivation()) {
            for (float[] input : BatchRows.of(rows.inputs, blocks[b])) {
                RowMath.add(input, sums[b].input);
            }
        }
    }

    void transpose(FeatureCodes featureCodes) {
        featureCodes.transpose(codes, blocks, sparse, workers);
    }

    void transposeAuxiliary(Auxiliary auxiliary, FeatureCodes auxiliaryCodes) {
        boolean[] all = new boolean[blocks.length];
        Arrays.fill(all, true);
        auxiliaryCodes.transpose(auxiliary.codes(), blocks, all, workers);
    }

    /** Works through the blocks that are not sparse, then adds up what all blocks contribute, in their order. */
    Decoding.Sums denseBlocks() {
        List<RowBlock> left = new ArrayList<>();
        for (RowBlock block : blocks) {
            if (!sparse[block.index()]) {
                left.add(block);
            } else {
                expectDense[block.index()] = false;
            }
        }
        Decoding.Sums total = emptySums();
        if (left.isEmpty()) {
            dense.skip();
        } else {
            OpenBlas.singleThreaded(() -> denseGroups(left, total.values));
        }
        for (Decoding.Sums part : sums) {
            total.add(part);
        }
        return total;
    }

    private void denseGroups(List<RowBlock> left, Penalties.Values values) {
        dense.begin(workers);
        for (int from = 0; from < left.size(); from += dense.groupBlocks()) {
            int to = Math.min(left.size(), from + dense.groupBlocks());
            denseGroup(left.subList(from, to).toArray(RowBlock[]::new), values);
        }
    }

    private void denseGroup(RowBlock[] group, Penalties.Values values) {
        dense.startGroup(group, workers);
        int tiles = shape.tiles();
        workers.run(
                group.length * tiles,
                (task, w) -> stage.worker(w).encodeDense(dense, task / tiles, group[task / tiles], task % tiles));
        workers.run(group.length, (g, w) -> stage.worker(w).decodeDense(dense, g, group[g], sums[group[g].index()]));
        Penalties.Values[] parts = new Penalties.Values[tiles];
        long[][] counts = new long[tiles][group.length];
        workers.run(tiles, (tile, w) -> {
            parts[tile] = penalties.new Values();
            dense.backward(group, tile, stage.worker(w).denseScratch(), parts[tile], counts[tile]);
        });
        for (Penalties.Values part : parts) {
            values.add(part);
        }
        for (int g = 0; g < group.length; g++) {
            long count = 0;
            for (long[] ofTile : counts) {
                count += ofTile[g];
            }
            double most = EncoderRules.DENSE_SHARE * group[g].rows() * state.encoder.features();
            expectDense[group[g].index()] = count > BACK * most;
        }
    }

    /** After the update: lets the product's precision follow what the choices of this step looked at. */
    void endStep() {
        long looks = 0;
        for (int w = 0; w < workers.count(); w++) {
            looks += stage.worker(w).closeLooks();
        }
        for (boolean ofBlock : sparse) {
            if (!ofBlock) {
                return;
            }
        }
        double share = (double) looks / rows.count();
        if (auxiliary != null) {
            share += auxiliary.dead().length * DEAD_LOOK;
        }
        stage.adapt(share / state.encoder.features());
    }

    @Override
    public void close() {
        workers.lead(() -> {
            stage.close();
            return true;
        });
        dense.close();
        if (skip != null) {
            skip.close();
        }
        if (deadProduct != null) {
            deadProduct.close();
        }
    }
}
