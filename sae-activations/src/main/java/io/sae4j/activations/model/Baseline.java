package io.sae4j.activations.model;

/** What a hook point's rows are replaced by to see how much the model needs them. */
public enum Baseline {
    /** Zeros. */
    ZERO("zero ablation"),
    /** The mean of rows of that hook point. */
    MEAN("mean ablation");

    private final String label;

    Baseline(String label) {
        this.label = label;
    }

    /** The name to print beside every score that is relative to it. */
    public String label() {
        return label;
    }
}
