package io.sae4j.eval;

/** The metrics by their definitions, over stored rows, with a mean first and deviations from it second. */
final class NaiveMetrics {
    private final float[][] target;
    private final float[][] reconstruction;
    private final float[][] codes;

    NaiveMetrics(float[][] target, float[][] reconstruction, float[][] codes) {
        this.target = target;
        this.reconstruction = reconstruction;
        this.codes = codes;
    }

    double l0() {
        double sum = 0;
        for (float[] row : codes) {
            for (float code : row) {
                sum += code != 0 ? 1 : 0;
            }
        }
        return sum / codes.length;
    }

    double l1() {
        double sum = 0;
        for (float[] row : codes) {
            for (float code : row) {
                sum += Math.abs(code);
            }
        }
        return sum / codes.length;
    }

    double error() {
        double sum = 0;
        for (int r = 0; r < target.length; r++) {
            for (int c = 0; c < target[r].length; c++) {
                double difference = (double) target[r][c] - reconstruction[r][c];
                sum += difference * difference;
            }
        }
        return sum;
    }

    double variance() {
        double sum = 0;
        for (int c = 0; c < target[0].length; c++) {
            double mean = 0;
            for (float[] row : target) {
                mean += row[c];
            }
            mean /= target.length;
            for (float[] row : target) {
                sum += (row[c] - mean) * (row[c] - mean);
            }
        }
        return sum;
    }

    double cosine() {
        double sum = 0;
        for (int r = 0; r < target.length; r++) {
            sum += dot(target[r], reconstruction[r])
                    / Math.sqrt(dot(target[r], target[r]) * dot(reconstruction[r], reconstruction[r]));
        }
        return sum / target.length;
    }

    double normRatio() {
        double sum = 0;
        for (int r = 0; r < target.length; r++) {
            sum += Math.sqrt(dot(reconstruction[r], reconstruction[r])) / Math.sqrt(dot(target[r], target[r]));
        }
        return sum / target.length;
    }

    double bias() {
        double squares = 0;
        double products = 0;
        for (int r = 0; r < target.length; r++) {
            squares += dot(reconstruction[r], reconstruction[r]);
            products += dot(target[r], reconstruction[r]);
        }
        return squares / products;
    }

    double density(int feature) {
        double fired = 0;
        for (float[] row : codes) {
            fired += row[feature] != 0 ? 1 : 0;
        }
        return fired / codes.length;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
