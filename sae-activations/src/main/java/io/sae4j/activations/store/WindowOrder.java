package io.sae4j.activations.store;

import io.sae4j.activations.rows.RowPermutation;
import io.sae4j.math.RandomStreams;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * Pieces of neighbouring places in random order; the places of {@code windowPieces} of them are permuted truly. All
 * pieces are alike in length but the last.
 */
final class WindowOrder implements RowOrder {
    /** Called for a piece that will be needed soon. */
    @FunctionalInterface
    interface Preload {
        void load(long firstPlace, int places);
    }

    private final long places;
    private final int pieceRows;
    private final int windowPieces;
    private final long pieces;
    private final LongUnaryOperator pieceOrder;
    private final RandomStreams streams;
    private final Preload preload;
    private final int[] order;
    private long window = -1;
    private int windowRows;
    private int delivered;
    private int preloaded;

    WindowOrder(long places, int pieceRows, int windowPieces, long seed, Preload preload) {
        this.places = places;
        this.pieceRows = pieceRows;
        this.pieces = (places + pieceRows - 1) / pieceRows;
        this.windowPieces = (int) Math.max(1, Math.min(windowPieces, pieces));
        this.streams = new RandomStreams(seed);
        this.pieceOrder = RowPermutation.compact(Math.max(1, pieces), streams.seedOf("pieces"));
        this.preload = preload;
        this.order = new int[Math.multiplyExact(this.windowPieces, pieceRows)];
    }

    @Override
    public long next() {
        if (delivered == windowRows) {
            advance();
            permute();
        }
        preloadInStep();
        int chosen = order[delivered++];
        return piece(window * windowPieces + chosen / pieceRows) * pieceRows + chosen % pieceRows;
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
            windowRows += lengthOf(piece(window * windowPieces + p));
        }
        delivered = 0;
        preloaded = 0;
    }

    private void permute() {
        SplittableRandom random = new SplittableRandom(streams.seedOf("window", window));
        int filled = 0;
        for (int p = 0; p < piecesOf(window); p++) {
            int length = lengthOf(piece(window * windowPieces + p));
            for (int i = 0; i < length; i++) {
                int j = random.nextInt(filled + 1);
                order[filled++] = order[j];
                order[j] = p * pieceRows + i;
            }
        }
    }

    /** Loads the next window's pieces, as much of them as this window is delivered. */
    private void preloadInStep() {
        int ahead = piecesOf(window + 1);
        while (preloaded < ahead && (long) preloaded * windowRows <= (long) delivered * ahead) {
            long piece = piece((window + 1) * windowPieces + preloaded++);
            preload.load(piece * pieceRows, lengthOf(piece));
        }
    }

    private int piecesOf(long w) {
        return (int) Math.max(0, Math.min(windowPieces, pieces - w * windowPieces));
    }

    private long piece(long place) {
        return pieceOrder.applyAsLong(place);
    }

    private int lengthOf(long piece) {
        return (int) Math.min(pieceRows, places - piece * pieceRows);
    }
}
