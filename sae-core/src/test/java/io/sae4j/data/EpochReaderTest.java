package io.sae4j.data;

import static io.sae4j.data.Passes.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sae4j.math.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EpochReaderTest {
    private static final RandomStreams STREAMS = new RandomStreams(11);

    private static List<Long> read(EpochReader reader, Batch batch, int batches) {
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            assertThat(reader.next(batch)).isTrue();
            assertThat(batch.isFull()).isTrue();
            for (int r = 0; r < batch.rows(); r++) {
                order.add(batch.sourceRow(r));
            }
        }
        return order;
    }

    @Test
    void batchesRunAcrossEpochs() {
        ActivationSource source = ActivationSources.of(rows(10, 2));
        Batch batch = Batch.forSource(source, 4);
        try (EpochReader reader = EpochReader.endless(source, STREAMS)) {
            List<Long> order = read(reader, batch, 5);
            List<Long> all = LongStream.range(0, 10).boxed().toList();
            assertThat(order.subList(0, 10)).containsExactlyInAnyOrderElementsOf(all);
            assertThat(order.subList(10, 20)).containsExactlyInAnyOrderElementsOf(all);
            assertThat(order.subList(0, 10)).isNotEqualTo(order.subList(10, 20));
            assertThat(reader.rowsDelivered()).isEqualTo(20);
            try (EpochReader again = EpochReader.endless(source, new RandomStreams(11))) {
                assertThat(read(again, batch, 5)).isEqualTo(order);
            }
            try (EpochReader other = EpochReader.endless(source, new RandomStreams(12))) {
                assertThat(read(other, batch, 5)).isNotEqualTo(order);
            }
        }
    }

    @Test
    void aSourceSmallerThanABatchFillsItSeveralTimes() {
        ActivationSource source = ActivationSources.ofRows(List.of(rows(3, 2)));
        try (EpochReader reader = EpochReader.endless(source, STREAMS)) {
            List<Long> order = read(reader, Batch.forSource(source, 12), 2);
            for (long row = 0; row < 3; row++) {
                assertThat(order).filteredOn(Long.valueOf(row)::equals).hasSize(8);
            }
        }
    }

    @Test
    void endsAfterItsEpochsWithTheRowsLeft() {
        ActivationSource source = ActivationSources.of(rows(10, 2));
        Batch batch = Batch.forSource(source, 8);
        try (EpochReader reader = EpochReader.of(source, STREAMS, 2)) {
            read(reader, batch, 2);
            assertThat(reader.epoch()).isEqualTo(1);
            assertThat(reader.next(batch)).isFalse();
            assertThat(batch.rows()).isEqualTo(4);
            assertThat(reader.epoch()).isEqualTo(2);
            assertThat(reader.rowsDelivered()).isEqualTo(16);
            assertThat(reader.next(batch)).isFalse();
            assertThat(batch.rows()).isZero();
        }
    }

    @Test
    void aOneShotSourceHasOneEpoch() {
        ActivationSource source = ActivationSources.ofRowStream(Stream.of(rows(10, 2)));
        Batch batch = Batch.forSource(source, 5);
        try (EpochReader reader = EpochReader.endless(source, STREAMS)) {
            assertThat(read(reader, batch, 2)).hasSize(10).doesNotHaveDuplicates();
            assertThat(reader.next(batch)).isFalse();
            assertThat(batch.rows()).isZero();
        }
    }

    @Test
    void refusesNoEpochsAndSourcesWithoutRows() {
        ActivationSource source = ActivationSources.of(rows(10, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpochReader.of(source, STREAMS, 0))
                .withMessage("epochs must be positive, got 0");
        EpochReader reader = EpochReader.endless(new NoRows(), STREAMS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.next(Batch.autoencoder(2, 2)))
                .withMessage("activations are empty: epoch 0 of the source has no rows");
    }

    private static final class NoRows implements ActivationSource {
        @Override
        public int inputWidth() {
            return 2;
        }

        @Override
        public OptionalLong rowCount() {
            return OptionalLong.empty();
        }

        @Override
        public RowReader sequential() {
            return batch -> 0;
        }

        @Override
        public RowReader shuffled(long seed) {
            return sequential();
        }
    }
}
