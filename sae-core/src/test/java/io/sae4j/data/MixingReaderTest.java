package io.sae4j.data;

import static io.sae4j.data.Passes.rows;
import static io.sae4j.data.Passes.sourceRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

class MixingReaderTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "1000, 1", "1000, 7", "1000, 256", "1000, 257", "1000, 999", "1000, 1000", "1000, 5000"
    })
    void deliversEachRowOnceAndNoneMoreThanABufferEarly(int count, int bufferRows) {
        ActivationSource source = ActivationSources.of(rows(count, 2));
        List<Long> order = sourceRows(source, ActivationSources.mixed(source, 3, bufferRows), 11);
        assertThat(order)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, count).boxed().toList());
        for (int i = 0; i < count; i++) {
            assertThat(order.get(i)).isLessThan(i + bufferRows);
        }
        assertThat(sourceRows(source, ActivationSources.mixed(source, 3, bufferRows), 64))
                .isEqualTo(order);
    }

    @Test
    void keepsTargetsWithTheirInputs() {
        ActivationSource source = ActivationSources.paired(
                Nd4j.create(rows(600, 2)), Nd4j.create(rows(600, 3)).addi(0.5));
        Batch batch = Batch.forSource(source, 600);
        try (RowReader reader = ActivationSources.mixed(source, 3, 300)) {
            reader.read(batch);
        }
        for (int r = 0; r < 600; r++) {
            assertThat(batch.input()[2 * r]).isEqualTo(batch.sourceRow(r) * 10f);
            assertThat(batch.target()[3 * r]).isEqualTo(batch.sourceRow(r) * 10f + 0.5f);
        }
    }

    @Test
    void permutesShortSourcesUniformly() {
        ActivationSource source = ActivationSources.of(rows(4, 1));
        int[][] seen = new int[4][4];
        for (int seed = 0; seed < 8000; seed++) {
            List<Long> order = sourceRows(source, ActivationSources.mixed(source, seed, 16), 4);
            for (int i = 0; i < 4; i++) {
                seen[i][order.get(i).intValue()]++;
            }
        }
        for (int[] place : seen) {
            assertThat(place).satisfies(p -> {
                for (int count : p) {
                    assertThat(count).isBetween(1800, 2200);
                }
            });
        }
    }

    @Test
    void refusesABufferWithoutRows() {
        ActivationSource source = ActivationSources.of(rows(4, 1));
        assertThatThrownBy(() -> ActivationSources.mixed(source, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bufferRows must be positive, got 0");
    }
}
