package io.sae4j.engine.sparse;

import io.sae4j.product.NativeMatrix;
import io.sae4j.product.OpenBlas;
import io.sae4j.product.ProductShape;

/** What {@link DensePass} does more for a gated encoder: the gate's reconstruction, and the gradients of gates and magnitudes. */
final class DenseGate implements AutoCloseable {
    private final Gating gating;
    private final SaeState state;
    private final FeatureCodes sums;
    /** H of each row of a group. */
    private final NativeMatrix gradients = new NativeMatrix();

    DenseGate(Gating gating, SaeState state, FeatureCodes sums) {
        this.gating = gating;
        this.state = state;
        this.sums = sums;
    }

    /** What one worker needs for the way back. */
    static final class Scratch implements AutoCloseable {
        private final NativeMatrix tile = new NativeMatrix();
        private final float[] magnitudes;
        private final float[] throughHead;

        Scratch(ProductShape shape) {
            magnitudes = new float[shape.tileFeatures()];
            throughHead = new float[shape.tileFeatures()];
        }

        @Override
        public void close() {
            tile.close();
        }
    }

    private boolean hasHead() {
        return gating.head() != null;
    }

    /** Makes room for a group of {@code rows} rows. */
    void require(int rows) {
        if (hasHead()) {
            gradients.require(rows, state.decoder.width());
        }
    }

    /** See {@link Gate#open(float[], float[], int, int)}. */
    void open(float[] pi, float[] codes, int first, int count) {
        gating.gate().open(pi, codes, first, count);
    }

    /**
     * The gate's reconstruction and its gradient on a block, whose rows begin at {@code place} of the group.
     *
     * @param gates {@code max(π, 0)} of the group
     */
    void decode(NativeMatrix gates, NativeMatrix decoder, int place, RowBlock block, GateHead.Worker head) {
        int width = state.decoder.width();
        OpenBlas.gemm(
                false,
                false,
                block.rows(),
                width,
                state.encoder.features(),
                gates.from(place, 0),
                decoder.from(0, 0),
                0f,
                gradients.from(place, 0));
        for (int r = 0; r < block.rows(); r++) {
            gradients.get(place + r, 0, head.rebuilt(), width);
            gradients.put(place + r, 0, head.denseGradient(block.first() + r), width);
        }
    }

    /**
     * What comes from the gate's reconstruction to the gates of a tile on the first {@code total} rows of the group, and to its
     * decoder rows, unless the gradient stops there.
     */
    void throughHead(
            NativeMatrix gates,
            NativeMatrix decoder,
            int first,
            int count,
            int total,
            Scratch scratch,
            NativeMatrix decoderGradient) {
        if (gating.head() == null) {
            return;
        }
        int width = state.decoder.width();
        scratch.tile.require(total, count);
        OpenBlas.gemm(
                false,
                true,
                total,
                count,
                width,
                gradients.from(0, 0),
                decoder.from(first, 0),
                0f,
                scratch.tile.from(0, 0));
        if (gating.head().reachesDecoder()) {
            DensePass.addProduct(count, width, total, gates.from(0, first), gradients, decoderGradient.from(first, 0));
        }
    }

    /**
     * Completes the row at {@code place}, see {@link GateRule#completeRow}.
     *
     * @param codes magnitudes of the group
     */
    int completeRow(
            NativeMatrix codes,
            int place,
            float[] gates,
            float[] gradient,
            int first,
            int count,
            Scratch scratch,
            Penalties.Values values) {
        codes.get(place, first, scratch.magnitudes, count);
        if (hasHead()) {
            scratch.tile.get(place, 0, scratch.throughHead, count);
        }
        return gating.rule()
                .completeRow(
                        gates,
                        scratch.magnitudes,
                        gradient,
                        scratch.throughHead,
                        first,
                        count,
                        sums,
                        gating.sums(),
                        values);
    }

    @Override
    public void close() {
        gradients.close();
    }
}
