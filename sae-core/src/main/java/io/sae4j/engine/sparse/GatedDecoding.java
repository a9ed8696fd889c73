package io.sae4j.engine.sparse;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decode pass over one block of a gated encoder: {@link Decoding}'s for the magnitudes, the gate's reconstruction before it,
 * and the gradients of both.
 */
final class GatedDecoding {
    private final Gating gating;
    private final Decoding decoding;
    private final GateHead.@Nullable Worker head;
    private float[] headDots = new float[64];

    GatedDecoding(Gating gating, Decoding decoding) {
        this.gating = gating;
        this.decoding = decoding;
        head = gating.head() == null ? null : gating.head().worker();
    }

    /** @param codes as the selection left them: their values are those of the gates */
    void decode(RowBlock block, BlockCodes codes, Decoding.Sums sums) {
        GateCodes gates = Objects.requireNonNull(codes.gates);
        gates.require(codes.feature.length);
        start(block);
        for (int r = 0; r < block.rows(); r++) {
            int row = block.first() + r;
            int from = codes.start[r];
            int to = codes.start[r + 1];
            decoding.arrange(codes, from, to);
            gating.gate().open(codes, gates, from, to);
            if (head != null) {
                takeHead(head.gradient(row, codes, gates, from, to), codes, from, to);
            }
            decoding.forward(row, codes, sums);
            for (int l = 0; l < decoding.levels(); l++) {
                complete(row, l, codes, gates, from, sums.values);
            }
        }
    }

    private void takeHead(float[] gradient, BlockCodes codes, int from, int to) {
        if (headDots.length < to - from + 4) {
            headDots = new float[2 * (to - from) + 4];
        }
        decoding.dots(gradient, codes, from, to, headDots);
    }

    /** Completes the codes of a level of the row that begins at code {@code start}. */
    private void complete(int row, int level, BlockCodes codes, GateCodes gates, int start, Penalties.Values values) {
        float[] dots = decoding.dots(row, level, codes);
        int from = decoding.bound(level);
        for (int i = from; i < decoding.bound(level + 1); i++) {
            float throughHead = head == null ? 0f : headDots[i - start];
            gating.rule().complete(codes, gates, i, dots[i - from], throughHead, values);
        }
    }

    private void start(RowBlock block) {
        if (head != null) {
            head.start(block);
        }
    }

    /** The gate's part of a block whose products are computed elsewhere; null where the objective has none. */
    GateHead.@Nullable Worker startDense(RowBlock block) {
        start(block);
        return head;
    }
}
