package io.sae4j.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws which of many independent rare events happen, in time that grows with the number that do.
 *
 * <p>Events stand in order of falling probability. From event i on, the next candidate is found by a geometric jump
 * with {@code p_i}, which bounds all later ones, and candidate j is accepted with probability {@code p_j/p_i}.
 */
final class SparseDraw {
    private final int[] events;
    private final double[] probabilities;
    private final double[] logMisses;

    /** @param probabilities in [0, 1], in any order */
    SparseDraw(double[] probabilities) {
        events = IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.probabilities =
                Arrays.stream(events).mapToDouble(i -> probabilities[i]).toArray();
        this.logMisses =
                Arrays.stream(this.probabilities).map(p -> Math.log1p(-p)).toArray();
    }

    /** Writes the events that happen into {@code out}, which must have room for all; returns how many there are. */
    int draw(SplittableRandom random, int[] out) {
        int happened = 0;
        int at = 0;
        while (at < events.length && probabilities[at] > 0) {
            double jump = Math.floor(Math.log(1 - random.nextDouble()) / logMisses[at]);
            if (jump >= events.length - at) {
                break;
            }
            int candidate = at + (int) jump;
            double acceptance = probabilities[candidate] / probabilities[at];
            if (acceptance == 1 || random.nextDouble() < acceptance) {
                out[happened++] = events[candidate];
            }
            at = candidate + 1;
        }
        return happened;
    }
}
