package io.sae4j.activations.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The statement of {@link ShuffleOptions} on how well blocks mix, measured: rows of a block share a number drawn for the
 * block, so that they have correlation 1, and rows of different blocks have correlation 0.
 */
class MixingTest {
    private static final int PIECE = 64;
    private static final int PIECES = 4096;
    private static final int ROWS = PIECE * PIECES - 17;
    private static final int BATCH = 1024;

    @Test
    void deliversEveryRowOnce() {
        for (int window : new int[] {1, 7, 4096, 10_000}) {
            assertThat(order(window, 3)).hasSize(ROWS);
            assertThat(LongStream.of(order(window, 3)).sorted().toArray())
                    .isEqualTo(LongStream.range(0, ROWS).toArray());
        }
    }

    @Test
    void rowsOfABatchAreAsAlikeAsOneInBlocksOfAWindow() {
        for (int window : new int[] {16, 64, 256, 1024}) {
            double alike = alike(order(window, 1));
            // Pairs within a window; a batch that spans two has fewer.
            double expected = (PIECE - 1.0) / (window * PIECE - 1.0);
            assertThat(alike).as("window of %s blocks", window).isCloseTo(expected, within(0.1 * expected));
        }
        double permuted = alike(order(PIECES, 1));
        assertThat(permuted).isCloseTo((PIECE - 1.0) / (ROWS - 1.0), within(3e-5));
    }

    /** Part of all pairs of rows of a batch that come from one block: the correlation of two rows. */
    private static double alike(long[] order) {
        long pairs = 0;
        long alike = 0;
        int[] counts = new int[PIECES];
        for (int from = 0; from + BATCH <= order.length; from += BATCH) {
            Arrays.fill(counts, 0);
            for (int i = from; i < from + BATCH; i++) {
                alike += counts[(int) (order[i] / PIECE)]++;
            }
            pairs += (long) BATCH * (BATCH - 1) / 2;
        }
        return (double) alike / pairs;
    }

    private static long[] order(int windowPieces, long seed) {
        WindowOrder order = new WindowOrder(new EvenPieces(), PIECE, windowPieces, seed);
        return LongStream.generate(order::next).limit(ROWS).toArray();
    }

    @Test
    void loadsEachLaterBlockOnceAndBeforeItIsRead() {
        EvenPieces pieces = new EvenPieces();
        int[] loads = pieces.loads;
        WindowOrder order = new WindowOrder(pieces, PIECE, 32, 1);
        int unloaded = 0;
        for (int i = 0; i < ROWS; i++) {
            if (loads[(int) (order.next() / PIECE)] == 0) {
                unloaded++;
            }
        }
        assertThat(unloaded).as("rows of the first window").isLessThanOrEqualTo(32 * PIECE);
        assertThat(loads).containsOnly(0, 1);
        assertThat(Arrays.stream(loads).sum()).isEqualTo(PIECES - 32);
    }

    /** Pieces of equal length but the last, and how often each was loaded. */
    private static final class EvenPieces implements Pieces {
        private final int[] loads = new int[PIECES];

        @Override
        public long count() {
            return PIECES;
        }

        @Override
        public long first(long piece) {
            return piece * PIECE;
        }

        @Override
        public int length(long piece) {
            return (int) Math.min(PIECE, ROWS - piece * PIECE);
        }

        @Override
        public void load(long piece) {
            loads[(int) piece]++;
        }
    }
}
