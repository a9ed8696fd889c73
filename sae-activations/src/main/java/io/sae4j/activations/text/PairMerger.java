package io.sae4j.activations.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair merging by score: of all neighbours that together are a token, those whose token scores best become one, the
 * leftmost of equals first, until none is left. A queue of candidates makes that O(n log n) for n symbols.
 */
final class PairMerger {
    private static final int NONE = -1;
    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparing(Candidate::score).reversed().thenComparing(Candidate::left);

    private record Candidate(float score, int left, int right, int leftId, int rightId, int merged) {}

    /** Ids of two neighbours, the left one in the high bits, to the id of both together. */
    private final Map<Long, Integer> merges = new HashMap<>();

    private final List<Float> scores;

    /**
     * @param ids the tokens that take part, by text
     * @param scores by id
     */
    PairMerger(Map<String, Integer> ids, List<Float> scores) {
        this.scores = scores;
        ids.forEach((piece, id) -> {
            for (int cut = 1; cut < piece.length(); cut++) {
                Integer left = ids.get(piece.substring(0, cut));
                Integer right = ids.get(piece.substring(cut));
                if (left != null && right != null) {
                    merges.put(key(left, right), id);
                }
            }
        });
    }

    /**
     * Merges in place.
     *
     * @param symbols ids; afterwards the merged ones come first
     * @return how many are left
     */
    int merge(int[] symbols, int count) {
        int[] previous = new int[count];
        int[] next = new int[count];
        PriorityQueue<Candidate> queue = new PriorityQueue<>(BEST_FIRST);
        for (int i = 0; i < count; i++) {
            previous[i] = i - 1;
            next[i] = i + 1 < count ? i + 1 : NONE;
            offer(queue, symbols, i, next[i]);
        }
        for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
            int left = best.left;
            int right = best.right;
            if (next[left] != right || symbols[left] != best.leftId || symbols[right] != best.rightId) {
                continue;
            }
            symbols[left] = best.merged;
            symbols[right] = NONE;
            next[left] = next[right];
            if (next[left] != NONE) {
                previous[next[left]] = left;
            }
            offer(queue, symbols, previous[left], left);
            offer(queue, symbols, left, next[left]);
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (symbols[i] != NONE) {
                symbols[kept++] = symbols[i];
            }
        }
        return kept;
    }

    private void offer(PriorityQueue<Candidate> queue, int[] symbols, int left, int right) {
        if (left == NONE || right == NONE) {
            return;
        }
        @Nullable Integer merged = merges.get(key(symbols[left], symbols[right]));
        if (merged != null) {
            queue.add(new Candidate(scores.get(merged), left, right, symbols[left], symbols[right], merged));
        }
    }

    private static long key(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }
}
