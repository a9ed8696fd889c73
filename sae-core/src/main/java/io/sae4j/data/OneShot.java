package io.sae4j.data;

/** What sources that can be read only once say when they are asked again. */
final class OneShot {
    static final String USED_UP = "the stream of activations can be read only once, and a pass was opened before;"
            + " for another pass collect it into an INDArray, or pass an Iterable";

    private OneShot() {}
}
