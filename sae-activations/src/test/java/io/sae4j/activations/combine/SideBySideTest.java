package io.sae4j.activations.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.file.ActivationFiles;
import io.sae4j.activations.file.Written;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideBySideTest {
    private static final int ROWS = 700;
    private static final int[] WIDTHS = {3, 5, 2};

    @TempDir
    Path directory;

    @Test
    void partsOfTheSameRowStandSideBySide() {
        ActivationSource rows = Sources.sideBySide(npy(3, ROWS), npy(5, ROWS), npy(2, ROWS));
        assertThat(rows.inputWidth()).isEqualTo(10);
        assertThat(rows.targetWidth()).isEqualTo(10);
        assertThat(rows.hasOwnTargets()).isFalse();
        assertThat(rows.rowCount()).hasValue(ROWS);
        List<Long> stored = LongStream.range(0, ROWS).boxed().toList();
        assertThat(numbers(rows, rows.sequential())).isEqualTo(stored);
        List<Long> shuffled = numbers(rows, rows.shuffled(3));
        assertThat(shuffled).isNotEqualTo(stored).containsExactlyInAnyOrderElementsOf(stored);
    }

    @Test
    void joinsPairs() {
        ActivationSource joined = Sources.joined(Sources.zip(npy(3, ROWS), npy(5, ROWS)));
        assertThat(joined.randomAccess()).isTrue();
        assertThat(numbers(joined, joined.shuffled(1))).hasSize(ROWS);
        try (RowReader reader = joined.sequential()) {
            assertThat(reader.skip(600, Batch.forSource(joined, 9))).isEqualTo(600);
            Batch batch = Batch.forSource(joined, 1);
            reader.read(batch);
            assertThat(batch.sourceRow(0)).isEqualTo(600);
        }
        assertThatThrownBy(() -> Sources.joined(npy(3, ROWS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pairs must have targets of their own");
    }

    @Test
    void refusesUnequalLengths() {
        assertThatThrownBy(() -> Sources.sideBySide(npy(2, 5), npy(3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the same number of rows, got 5 and 4");
    }

    /** The numbers of a pass each part of whose rows is {@link Written#value}. */
    private static List<Long> numbers(ActivationSource rows, RowReader reader) {
        List<Long> numbers = new ArrayList<>();
        Batch batch = Batch.forSource(rows, 300);
        try (reader) {
            while (reader.read(batch) > 0) {
                for (int r = 0; r < batch.rows(); r++) {
                    for (int part = 0, end = r * rows.inputWidth(); end < (r + 1) * rows.inputWidth(); part++) {
                        for (int c = 0; c < WIDTHS[part]; c++, end++) {
                            assertThat(batch.input()[end]).isEqualTo(Written.value(batch.sourceRow(r), c));
                        }
                    }
                    numbers.add(batch.sourceRow(r));
                }
                batch.clear();
            }
        }
        return numbers;
    }

    private ActivationSource npy(int width, int rows) {
        return ActivationFiles.open(Written.write(
                directory.resolve(width + "-" + rows + ".npy"), Written.npy(FloatType.F32, false, 0, rows, width)));
    }
}
