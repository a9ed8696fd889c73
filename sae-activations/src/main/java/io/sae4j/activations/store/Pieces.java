package io.sae4j.activations.store;

/** A pass's places, cut into pieces that are read together. */
interface Pieces {
    /** Number of pieces. */
    long count();

    /** The first place of a piece. */
    long first(long piece);

    /** Its places; may be 0. */
    int length(long piece);

    /** Called for a piece that has places and will be needed soon. */
    void load(long piece);
}
