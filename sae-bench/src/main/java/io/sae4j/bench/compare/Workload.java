package io.sae4j.bench.compare;

/**
 * How large a step is and how it is measured.
 *
 * @param d width of a row
 * @param m features
 * @param batch rows of a step
 * @param k codes per row of TopK
 * @param steps steps that are timed, at least
 * @param threads threads of every library
 */
public record Workload(int d, int m, int batch, int k, int steps, int threads) {
    public Workload {
        requirePositive("--d", d);
        requirePositive("--m", m);
        requirePositive("--batch", batch);
        requirePositive("--k", k);
        requirePositive("--steps", steps);
        requirePositive("--threads", threads);
        if (k > m) {
            throw new UsageException("--k must be at most --m, got " + k + " and " + m);
        }
    }

    private static void requirePositive(String option, int value) {
        if (value <= 0) {
            throw new UsageException(option + " must be positive, got " + value);
        }
    }

    @Override
    public String toString() {
        return "d " + d + ", m " + m + ", batch " + batch + ", k " + k;
    }
}
