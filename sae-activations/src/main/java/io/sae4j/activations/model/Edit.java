package io.sae4j.activations.model;

/** What is done to the rows of a hook point before the model goes on with them. */
@FunctionalInterface
public interface Edit {
    /**
     * Changes rows in place.
     *
     * @param rows all rows of the run, those of start tokens included
     */
    void apply(HookRows rows);
}
