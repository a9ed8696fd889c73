package io.sae4j.activations.model;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logits of windows as distributions over the next token, {@code p = softmax(logits)}, in double precision. A prediction is one
 * row that has a next token in its window: all but the last of each. All sums run in the order of rows, so that they do not
 * depend on the number of threads.
 */
final class DecodedLogits {
    private final Logits logits;
    /** Of each prediction: its row and the token that came next. */
    private final int[] rows;

    private final int[] targets;
    private final double[] logSums;

    /** @throws IllegalArgumentException when the logits are not those of {@code windows} */
    DecodedLogits(Logits logits, List<TokenWindow> windows) {
        int tokens = windows.stream().mapToInt(TokenWindow::length).sum();
        checkArgument(logits.tokens() == tokens, "the model gave logits of %s tokens for %s", logits.tokens(), tokens);
        this.logits = logits;
        rows = new int[tokens - windows.size()];
        targets = new int[rows.length];
        int at = 0;
        int row = 0;
        for (TokenWindow window : windows) {
            for (int t = 0; t + 1 < window.length(); t++) {
                rows[at] = row + t;
                targets[at++] = requireToken(window.ids()[t + 1]);
            }
            row += window.length();
        }
        logSums = overPredictions(this::logSumExp);
    }

    /** The number of predictions. */
    int count() {
        return rows.length;
    }

    /** {@code −Σ log p[target]} over all predictions, in nats. */
    double crossEntropySum() {
        return Arrays.stream(overPredictions(i -> logSums[i] - logit(i, targets[i])))
                .sum();
    }

    /** {@code Σ KL(p ‖ q)} over all predictions, in nats; {@code q} are other logits for the same windows. */
    double klSum(DecodedLogits q) {
        checkArgument(
                q.logits.vocabulary() == logits.vocabulary() && q.count() == count(),
                "cannot compare %s predictions over %s tokens with %s over %s",
                count(),
                logits.vocabulary(),
                q.count(),
                q.logits.vocabulary());
        return Arrays.stream(overPredictions(i -> kl(q, i))).sum();
    }

    private double kl(DecodedLogits q, int i) {
        double sum = 0;
        for (int token = 0; token < logits.vocabulary(); token++) {
            double logP = logit(i, token) - logSums[i];
            double p = Math.exp(logP);
            // Where p is 0, log p may be −∞, and 0 · log 0 counts as 0.
            if (p > 0) {
                sum += p * (logP - (q.logit(i, token) - q.logSums[i]));
            }
        }
        return sum;
    }

    private double logSumExp(int i) {
        double max = Double.NEGATIVE_INFINITY;
        for (int token = 0; token < logits.vocabulary(); token++) {
            max = Math.max(max, logit(i, token));
        }
        double sum = 0;
        for (int token = 0; token < logits.vocabulary(); token++) {
            sum += Math.exp(logit(i, token) - max);
        }
        double logSum = max + Math.log(sum);
        if (!Double.isFinite(logSum)) {
            throw new IllegalStateException("the model's logits in row " + rows[i]
                    + " of the batch are no distribution: their log-sum-exp is " + logSum);
        }
        return logSum;
    }

    private double logit(int i, int token) {
        return logits.rows().values()[rows[i] * logits.vocabulary() + token];
    }

    private int requireToken(int id) {
        checkArgument(id < logits.vocabulary(), "token id %s is beyond the vocabulary of %s", id, logits.vocabulary());
        return id;
    }

    private double[] overPredictions(Prediction value) {
        return IntStream.range(0, rows.length).parallel().mapToDouble(value::of).toArray();
    }

    @FunctionalInterface
    private interface Prediction {
        double of(int i);
    }
}
