package io.sae4j.activations.combine;

/** Chooses rows by their input. */
@FunctionalInterface
public interface RowPredicate {
    /**
     * @param values holds the row in entries {@code [from, from + width)}; read only
     * @return whether the row is kept
     */
    boolean test(float[] values, int from, int width);
}
