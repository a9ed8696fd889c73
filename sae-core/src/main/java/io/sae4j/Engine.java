package io.sae4j;

/** How training steps are computed. */
public enum Engine {
    /** The fastest engine that serves the encoder and the losses on this backend; which one, and why, is logged. */
    AUTO,
    /** SameDiff graphs: any encoder, any loss, any ND4J backend. */
    GRAPH,
    /**
     * The fused engine over sparse codes: the library's own encoders and losses on a CPU, several times faster. Refused for
     * what it does not know.
     */
    SPARSE
}
