package io.sae4j.loss;

/** How a loss term may be computed when a batch is worked through in micro-batches. */
public enum Splitting {
    /** Only on whole batches. */
    NEVER,

    /** It is linear in {@link LossGraph#meanOverRows}: the values and gradients of the micro-batches add up. */
    SUM_OVER_ROWS,

    /**
     * It reduces rows through {@link LossGraph#meanOverRows} and {@link LossGraph#batchSum} alone, in any formula of them; what is summed must not itself depend on such a sum.
     * A first pass finds the sums over the whole batch; in the second every micro-batch has their values and the gradient
     * of its own rows, so that gradients add up exactly.
     */
    THROUGH_BATCH_SUMS
}
