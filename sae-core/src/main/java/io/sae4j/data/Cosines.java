package io.sae4j.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/** Cosines between true and learned directions. */
final class Cosines {
    private Cosines() {}

    /** For each of {@code wanted} its greatest cosine with any of {@code found}; rows of norm 0 have cosine 0. */
    static double[] best(float[][] wanted, float[][] found) {
        checkArgument(found.length > 0, "learned directions must not be empty");
        for (int i = 0; i < found.length; i++) {
            checkArgument(
                    found[i].length == wanted[0].length,
                    "learned direction %s has width %s, but the true ones have %s",
                    i,
                    found[i].length,
                    wanted[0].length);
        }
        double[] foundNorms = Arrays.stream(found).mapToDouble(Cosines::norm).toArray();
        return Arrays.stream(wanted)
                .mapToDouble(w -> best(w, found, foundNorms))
                .toArray();
    }

    /** The cosine of {@code wanted} with each of {@code found}; 0 with rows of norm 0. */
    static double[] with(float[] wanted, float[][] found) {
        double norm = norm(wanted);
        return Arrays.stream(found)
                .mapToDouble(row -> {
                    double norms = norm * norm(row);
                    return norms == 0 ? 0 : dot(wanted, row) / norms;
                })
                .toArray();
    }

    private static double best(float[] wanted, float[][] found, double[] foundNorms) {
        double norm = norm(wanted);
        double best = -1;
        for (int i = 0; i < found.length; i++) {
            double norms = norm * foundNorms[i];
            best = Math.max(best, norms == 0 ? 0 : dot(wanted, found[i]) / norms);
        }
        return best;
    }

    private static double norm(float[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
