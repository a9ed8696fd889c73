package io.sae4j.cli;

/** What {@code --tensor} means, wherever activations are read. */
final class TensorOption {
    static final String DESCRIPTION =
            "Which tensor, column or hook point has the rows; needed where the activations have several.";

    private TensorOption() {}
}
