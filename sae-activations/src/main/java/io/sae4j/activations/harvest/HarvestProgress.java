package io.sae4j.activations.harvest;

import java.time.Duration;

/**
 * How far a harvest is.
 *
 * @param windows run so far
 * @param tokens in those windows, start tokens included: rows of each hook point
 * @param elapsed since the first window was asked for
 */
public record HarvestProgress(long windows, long tokens, Duration elapsed) {
    /** Tokens a second; 0 before any time has passed. */
    public double tokensPerSecond() {
        return elapsed.isZero() ? 0 : tokens / (elapsed.toNanos() * 1e-9);
    }
}
