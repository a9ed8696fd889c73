package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.math.Permutations;
import java.util.Arrays;

/** A random part of the documents, chosen by number and seed alone. */
final class DocumentChoice {
    private final long[] sorted;

    private DocumentChoice(long[] sorted) {
        this.sorted = sorted;
    }

    /** @param documents each once, ascending */
    static DocumentChoice draw(long[] documents, double fraction, long seed) {
        checkArgument(fraction > 0 && fraction < 1, "validationFraction must be in (0, 1), got %s", fraction);
        checkArgument(documents.length > 1, "a split needs rows of at least two documents, got %s", documents.length);
        long wanted = Math.round(fraction * documents.length);
        int chosen = (int) Math.max(1, Math.min(documents.length - 1, wanted));
        int[] order = Permutations.random(documents.length, seed);
        return new DocumentChoice(Arrays.stream(order, 0, chosen)
                .mapToLong(i -> documents[i])
                .sorted()
                .toArray());
    }

    boolean has(long document) {
        return Arrays.binarySearch(sorted, document) >= 0;
    }
}
