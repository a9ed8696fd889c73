package io.sae4j.activations.store;

import io.sae4j.activations.rows.RowPermutation;
import io.sae4j.math.RandomStreams;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/** Pieces in random order; the places of {@code windowPieces} of them, a window, are permuted truly. */
final class WindowOrder implements RowOrder {
    private final Pieces pieces;
    private final int windowPieces;
    private final int stride;
    private final LongUnaryOperator pieceOrder;
    private final RandomStreams streams;
    private final long[] firsts;
    private final int[] lengths;
    /** The window's rows as they are delivered: the piece's number in the window times stride, plus the row's in it. */
    private int[] order = new int[0];

    private long window = -1;
    private int windowRows;
    private int delivered;
    private int preloaded;

    /**
     * @param stride no piece is longer
     * @param windowPieces its product with {@code stride} is an {@code int}
     */
    WindowOrder(Pieces pieces, int stride, int windowPieces, long seed) {
        this.pieces = pieces;
        this.stride = stride;
        this.windowPieces = (int) Math.max(1, Math.min(windowPieces, pieces.count()));
        this.streams = new RandomStreams(seed);
        this.pieceOrder = RowPermutation.compact(Math.max(1, pieces.count()), streams.seedOf("pieces"));
        this.firsts = new long[this.windowPieces];
        this.lengths = new int[this.windowPieces];
    }

    @Override
    public long next() {
        if (delivered == windowRows) {
            while (delivered == windowRows) {
                advance();
            }
            permute();
        }
        preloadInStep();
        int chosen = order[delivered++];
        return firsts[chosen / stride] + chosen % stride;
    }

    @Override
    public void skip(long count) {
        long left = count;
        while (left > 0) {
            if (delivered == windowRows) {
                advance();
            }
            int step = (int) Math.min(left, windowRows - delivered);
            if (delivered == 0 && step < windowRows) {
                permute();
            }
            delivered += step;
            left -= step;
        }
    }

    private void advance() {
        window++;
        windowRows = 0;
        for (int p = 0; p < piecesOf(window); p++) {
            long piece = piece(window, p);
            firsts[p] = pieces.first(piece);
            lengths[p] = pieces.length(piece);
            windowRows += lengths[p];
        }
        delivered = 0;
        preloaded = 0;
    }

    private void permute() {
        if (order.length < windowRows) {
            order = Arrays.copyOf(order, windowRows);
        }
        SplittableRandom random = new SplittableRandom(streams.seedOf("window", window));
        int filled = 0;
        for (int p = 0; p < piecesOf(window); p++) {
            for (int i = 0; i < lengths[p]; i++) {
                int j = random.nextInt(filled + 1);
                order[filled++] = order[j];
                order[j] = p * stride + i;
            }
        }
    }

    /** Loads the next window's pieces, as much of them as this window is delivered. */
    private void preloadInStep() {
        int ahead = piecesOf(window + 1);
        while (preloaded < ahead && (long) preloaded * windowRows <= (long) delivered * ahead) {
            long piece = piece(window + 1, preloaded++);
            if (pieces.length(piece) > 0) {
                pieces.load(piece);
            }
        }
    }

    private int piecesOf(long w) {
        return (int) Math.max(0, Math.min(windowPieces, pieces.count() - w * windowPieces));
    }

    private long piece(long w, int number) {
        return pieceOrder.applyAsLong(w * windowPieces + number);
    }
}
