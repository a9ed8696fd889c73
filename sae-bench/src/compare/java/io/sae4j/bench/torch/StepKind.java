package io.sae4j.bench.torch;

/**
 * How a step finds its gradients.
 *
 * @param function of {@code steps.py}
 * @param autograd whether it asks autograd
 * @param sparse whether it wants {@code w_enc} feature-major, and scratch buffers
 * @param thresholds whether there are thresholds to learn
 */
record StepKind(String function, boolean autograd, boolean sparse, boolean thresholds) {
    static StepKind autograd(String function) {
        return new StepKind(function, true, false, false);
    }

    static StepKind jumpRelu(String function) {
        return new StepKind(function, false, false, true);
    }

    static StepKind sparse(String function) {
        return new StepKind(function, false, true, false);
    }
}
