package io.sae4j.activations.parquet;

import io.sae4j.format.FloatType;
import java.util.List;

/**
 * A column of lists of floats.
 *
 * @param leaf number of its values' column chunk in each row group
 * @param floats type of the entries
 * @param steps what is optional or repeated on the way to them; each counts one definition level, and each repeated one
 *     a repetition level
 */
record ParquetColumn(String name, int leaf, FloatType floats, List<Step> steps) {
    /** What makes a value absent when its definition level ends before it. */
    enum Step {
        /** It is null. */
        OPTIONAL,
        /** It is an empty list. */
        REPEATED
    }

    ParquetColumn {
        steps = List.copyOf(steps);
    }

    /** The definition level of an entry that is there. */
    int definition() {
        return steps.size();
    }

    /** The repetition level of an entry that continues its row; a row is an innermost list. */
    int repetition() {
        return (int) steps.stream().filter(step -> step == Step.REPEATED).count();
    }

    /** Whether the table's rows are the rows of floats. */
    boolean flat() {
        return repetition() == 1;
    }

    /** Whether definition level {@code definition} tells of an empty list of rows, which is no row at all. */
    boolean emptyOuterList(int definition) {
        return steps.get(definition) == Step.REPEATED && definition < rowStep();
    }

    /** What is wrong with an entry of definition level {@code definition}. */
    String absence(int definition) {
        if (steps.get(definition) == Step.REPEATED) {
            return "has no entries";
        }
        return definition < rowStep() ? "is null" : "holds a null";
    }

    private int rowStep() {
        return steps.lastIndexOf(Step.REPEATED);
    }
}
