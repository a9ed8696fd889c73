package io.sae4j.activations.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Reads whole passes over what {@link Written} wrote and checks every value. */
public final class Rows {
    /** Fewer rows often come out of a shuffle as they went in. */
    private static final int MIN_SHUFFLED = 5;

    private Rows() {}

    /** Both orders deliver rows 0 … {@code rows - 1}, each once and with its own values. */
    public static void assertHolds(ActivationSource source, int rows, int width) {
        List<Long> stored = LongStream.range(0, rows).boxed().toList();
        assertThat(source.inputWidth()).isEqualTo(width);
        assertThat(source.rowCount()).hasValue(rows);
        assertThat(source.hasOwnTargets()).isFalse();
        for (int batchRows : new int[] {1, 4, rows + 3}) {
            assertThat(numbers(source, source.sequential(), batchRows)).isEqualTo(stored);
            List<Long> shuffled = numbers(source, source.shuffled(5), batchRows);
            assertThat(shuffled).isEqualTo(numbers(source, source.shuffled(5), 3));
            assertThat(shuffled).containsExactlyInAnyOrderElementsOf(stored);
        }
        if (rows >= MIN_SHUFFLED) {
            List<Long> shuffled = numbers(source, source.shuffled(5), 4);
            assertThat(shuffled).isNotEqualTo(stored).isNotEqualTo(numbers(source, source.shuffled(6), 4));
        }
    }

    /** The numbers of the rows in the order of the pass. */
    public static List<Long> numbers(ActivationSource source, RowReader reader, int batchRows) {
        List<Long> numbers = new ArrayList<>();
        Batch batch = Batch.withTargets(batchRows, source.inputWidth(), source.targetWidth());
        try (reader) {
            while (reader.read(batch) > 0) {
                for (int r = 0; r < batch.rows(); r++) {
                    long row = batch.sourceRow(r);
                    for (int c = 0; c < source.inputWidth(); c++) {
                        assertThat(batch.input()[r * source.inputWidth() + c]).isEqualTo(Written.value(row, c));
                        assertThat(batch.target()[r * source.inputWidth() + c]).isEqualTo(Written.value(row, c));
                    }
                    numbers.add(row);
                }
                batch.clear();
            }
        }
        return numbers;
    }
}
