package io.sae4j.train;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Draws without replacement, each draw with probabilities proportional to the weights of what is left (Efraimidis and
 * Spirakis, 2006: the largest {@code log(u)/w}).
 */
final class WeightedDraw {
    private record Key(double value, int index) {}

    private WeightedDraw() {}

    /**
     * @param weights at least 0; what has weight 0 is never drawn
     * @param count how many to draw at most
     * @return indices in the order of the draws
     */
    static int[] indices(double[] weights, int count, SplittableRandom random) {
        PriorityQueue<Key> best = new PriorityQueue<>((a, b) -> Double.compare(a.value, b.value));
        for (int i = 0; i < weights.length; i++) {
            double uniform = 1 - random.nextDouble();
            if (weights[i] > 0) {
                best.add(new Key(Math.log(uniform) / weights[i], i));
                if (best.size() > count) {
                    best.poll();
                }
            }
        }
        int[] indices = new int[best.size()];
        for (int i = indices.length - 1; i >= 0; i--) {
            indices[i] = best.remove().index;
        }
        return indices;
    }
}
