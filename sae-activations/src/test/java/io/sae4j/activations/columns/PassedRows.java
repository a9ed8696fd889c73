package io.sae4j.activations.columns;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a pass delivered: rows with their numbers. */
public record PassedRows(List<Long> numbers, List<float[]> rows) {
    /** Reads all of {@code reader} in batches of {@code batchRows}, and closes it. */
    public static PassedRows of(ActivationSource source, RowReader reader, int batchRows) {
        PassedRows passed = new PassedRows(new ArrayList<>(), new ArrayList<>());
        int width = source.inputWidth();
        Batch batch = Batch.forSource(source, batchRows);
        try (reader) {
            while (reader.read(batch) > 0) {
                for (int r = 0; r < batch.rows(); r++) {
                    passed.numbers.add(batch.sourceRow(r));
                    passed.rows.add(Arrays.copyOfRange(batch.input(), r * width, (r + 1) * width));
                }
                batch.clear();
            }
        }
        return passed;
    }

    /** The rows by their numbers, as nested lists that can be compared. */
    public List<List<Float>> inOrder() {
        List<List<Float>> ordered = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ordered.add(null);
        }
        for (int i = 0; i < rows.size(); i++) {
            List<Float> row = new ArrayList<>();
            for (float value : rows.get(i)) {
                row.add(value);
            }
            ordered.set(numbers.get(i).intValue(), row);
        }
        return ordered;
    }
}
