package io.sae4j.data;

import static io.sae4j.data.Passes.inputs;
import static io.sae4j.data.Passes.rows;
import static io.sae4j.data.Passes.sourceRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every repeatable source over the rows 0 … 22 of width 3 does. */
class ActivationSourcesTest {
    private static final int ROWS = 23;

    static Stream<ActivationSource> sources() {
        float[][] rows = rows(ROWS, 3);
        INDArray array = Nd4j.create(rows);
        List<INDArray> batches = List.of(
                Nd4j.create(Arrays.copyOfRange(rows, 0, 5)),
                Nd4j.create(DataType.FLOAT, 0, 3),
                Nd4j.create(Arrays.copyOfRange(rows, 5, 6)).castTo(DataType.DOUBLE),
                Nd4j.create(Arrays.copyOfRange(rows, 6, ROWS)).dup('f'));
        return Stream.of(
                ActivationSources.of(array),
                ActivationSources.of(array.dup('f').castTo(DataType.DOUBLE)),
                ActivationSources.of(array.castTo(DataType.HALF)),
                ActivationSources.of(rows),
                ActivationSources.ofRows(List.of(rows)),
                ActivationSources.ofBatches(batches));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void deliversRowsInOrderWithTheirNumbers(ActivationSource source) {
        assertThat(source.inputWidth()).isEqualTo(3);
        assertThat(source.targetWidth()).isEqualTo(3);
        assertThat(source.hasOwnTargets()).isFalse();
        assertThat(source.repeatable()).isTrue();
        for (int capacity : new int[] {1, 4, 23, 100}) {
            assertThat(inputs(source, source.sequential(), capacity)).containsExactly(rows(ROWS, 3));
            assertThat(sourceRows(source, source.sequential(), capacity))
                    .containsExactlyElementsOf(LongStream.range(0, ROWS).boxed().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void shufflesEachRowOnceByTheSeed(ActivationSource source) {
        List<float[]> first = inputs(source, source.shuffled(7), 4);
        assertThat(first).containsExactlyInAnyOrder(rows(ROWS, 3));
        assertThat(inputs(source, source.shuffled(7), 5)).containsExactlyElementsOf(first);
        assertThat(inputs(source, source.shuffled(8), 4).toArray()).isNotEqualTo(first.toArray());
        List<Long> numbers = sourceRows(source, source.shuffled(7), 4);
        for (int i = 0; i < ROWS; i++) {
            assertThat(first.get(i)[0]).isEqualTo(numbers.get(i) * 10f);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void appendsToABatchAndCopiesInputsToSeparateTargets(ActivationSource source) {
        Batch batch = Batch.withTargets(5, 3, 3);
        try (RowReader reader = source.sequential()) {
            batch.append(2, 100);
            assertThat(reader.read(batch)).isEqualTo(3);
            assertThat(reader.read(batch)).isZero();
        }
        assertThat(batch.sourceRow(2)).isZero();
        assertThat(batch.input()).endsWith(0, 1, 2, 10, 11, 12, 20, 21, 22);
        assertThat(batch.target()).isEqualTo(batch.input());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void refusesABatchOfOtherWidth(ActivationSource source) {
        try (RowReader reader = source.sequential()) {
            assertThatThrownBy(() -> reader.read(Batch.autoencoder(2, 4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the batch has widths [4, 4], but the source has [3, 3]");
        }
    }

    @Test
    void twoPassesOfOneArrayDoNotDisturbEachOther() {
        ActivationSource source = ActivationSources.of(Nd4j.create(rows(6, 2)));
        Batch one = Batch.forSource(source, 2);
        Batch two = Batch.forSource(source, 3);
        try (RowReader a = source.sequential();
                RowReader b = source.sequential()) {
            a.read(one);
            b.read(two);
            one.clear();
            a.read(one);
        }
        assertThat(one.input()).containsExactly(20, 21, 30, 31);
        assertThat(two.input()).containsExactly(0, 1, 10, 11, 20, 21);
    }

    @Test
    void pairsInputsWithTargets() {
        INDArray target = Nd4j.create(rows(4, 2)).addi(1000);
        ActivationSource source = ActivationSources.paired(Nd4j.create(rows(4, 3)), target);
        assertThat(source.hasOwnTargets()).isTrue();
        Batch batch = Batch.forSource(source, 4);
        try (RowReader reader = source.shuffled(3)) {
            assertThat(reader.read(batch)).isEqualTo(4);
        }
        for (int r = 0; r < 4; r++) {
            assertThat(batch.input()[r * 3]).isEqualTo(batch.sourceRow(r) * 10f);
            assertThat(batch.target()[r * 2 + 1]).isEqualTo(batch.sourceRow(r) * 10f + 1001);
        }
        ActivationSource sameWidth = ActivationSources.paired(Nd4j.create(rows(4, 3)), Nd4j.create(rows(4, 3)));
        try (RowReader reader = sameWidth.sequential()) {
            assertThatThrownBy(() -> reader.read(Batch.autoencoder(2, 3))).hasMessageContaining("Batch.forSource");
        }
    }
}
