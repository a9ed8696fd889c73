package io.sae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Skipping is reading and dropping, whether a reader jumps or not. */
class RowReaderSkipTest {
    private static final int ROWS = 50;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 8, 49, 50, 51})
    void skips(int rows) {
        float[][] table = Passes.rows(ROWS, 2);
        for (ActivationSource source :
                List.of(ActivationSources.of(table), ActivationSources.ofRows(Arrays.asList(table)))) {
            for (boolean shuffled : new boolean[] {false, true}) {
                List<Long> all = Passes.sourceRows(source, open(source, shuffled), 8);
                RowReader pass = open(source, shuffled);
                Batch scratch = Batch.forSource(source, 7);
                scratch.append(3, 0);
                assertThat(pass.skip(rows, scratch)).isEqualTo(Math.min(rows, ROWS));
                assertThat(scratch.rows()).isZero();
                assertThat(Passes.sourceRows(source, pass, 8)).isEqualTo(all.subList(Math.min(rows, ROWS), ROWS));
                assertThatThrownBy(() -> open(source, shuffled).skip(-1, scratch))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("rows to skip must not be negative, got -1");
            }
        }
    }

    private static RowReader open(ActivationSource source, boolean shuffled) {
        return shuffled ? source.shuffled(3) : source.sequential();
    }
}
