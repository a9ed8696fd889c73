package io.sae4j.activations.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.file.ActivationFiles;
import io.sae4j.activations.file.Written;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipTest {
    private static final int ROWS = 700;
    private static final int INPUT_WIDTH = 3;
    private static final int TARGET_WIDTH = 5;

    @TempDir
    Path directory;

    @Test
    void permutesTwoMappedFilesAlike() {
        ActivationSource pairs = Sources.zip(npy(INPUT_WIDTH, ROWS), safetensors(TARGET_WIDTH));
        assertThat(pairs.randomAccess()).isTrue();
        assertPairs(pairs);
    }

    @Test
    void mixesPairsWhereOneHasNoRandomAccess() {
        assertPairs(Sources.zip(npy(INPUT_WIDTH, ROWS), csv(TARGET_WIDTH)));
        assertPairs(Sources.zip(csv(INPUT_WIDTH), npy(TARGET_WIDTH, ROWS)));
        assertThat(Sources.zip(npy(INPUT_WIDTH, ROWS), csv(TARGET_WIDTH)).randomAccess())
                .isFalse();
    }

    @Test
    void zipsSourcesInMemoryAndOfEqualWidth() {
        float[][] rows = IntStream.range(0, ROWS)
                .mapToObj(r -> new float[] {Written.value(r, 0), Written.value(r, 1), Written.value(r, 2)})
                .toArray(float[][]::new);
        ActivationSource pairs = Sources.zip(ActivationSources.of(rows), npy(INPUT_WIDTH, ROWS));
        assertThat(pairs.hasOwnTargets()).isTrue();
        assertThat(pairs.randomAccess()).isTrue();
        assertPairs(pairs);
    }

    @Test
    void mixesPairsOfSourcesThatShuffleDifferently() {
        ActivationSource ownOrder = new ForwardingSource(npy(INPUT_WIDTH, ROWS)) {
            @Override
            public RowReader shuffled(long seed) {
                return super.shuffled(seed + 1);
            }
        };
        ActivationSource pairs = Sources.zip(ownOrder, npy(TARGET_WIDTH, ROWS));
        assertThat(pairs.randomAccess()).isFalse();
        assertPairs(pairs);
    }

    @Test
    void neverPairsRowsOfDifferentNumbers() {
        ActivationSource changesItsMind = new ForwardingSource(npy(INPUT_WIDTH, ROWS)) {
            private int passes;

            @Override
            public RowReader shuffled(long seed) {
                return super.shuffled(seed + passes++);
            }
        };
        ActivationSource pairs = Sources.zip(changesItsMind, npy(TARGET_WIDTH, ROWS));
        assertThatThrownBy(() -> pairs.shuffled(1).read(Batch.forSource(pairs, 4)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("input and target are no longer shuffled alike");
    }

    @Test
    void streamsAreReadOnce() {
        ActivationSource stream =
                ActivationSources.ofRowStream(IntStream.range(0, 4).mapToObj(r -> new float[] {Written.value(r, 0)}));
        ActivationSource pairs = Sources.zip(stream, npy(2, 4));
        assertThat(pairs.repeatable()).isFalse();
        assertThat(pairs.rowCount()).hasValue(4);
        assertThat(numbers(pairs, pairs.sequential(), 3)).containsExactly(0L, 1L, 2L, 3L);
        assertThatThrownBy(pairs::sequential).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesUnequalLengths() {
        assertThatThrownBy(() -> Sources.zip(npy(2, 5), npy(3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input and target must have the same number of rows, got 5 and 4");
        assertEndsEarly(Stream.of(new float[1], new float[1]), "input ended after 2 rows, but target has more");
        assertEndsEarly(
                Stream.generate(() -> new float[1]).limit(1000), "target ended after 600 rows, but input has more");
    }

    private void assertEndsEarly(Stream<float[]> inputs, String message) {
        ActivationSource pairs = Sources.zip(ActivationSources.ofRowStream(inputs), npy(2, 600));
        Batch batch = Batch.forSource(pairs, 2000);
        assertThatThrownBy(() -> pairs.sequential().read(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    @Test
    void refusesPairsOfPairsAndBatchesThatDoNotFit() {
        ActivationSource pairs = Sources.zip(npy(2, 5), npy(2, 5));
        assertThatThrownBy(() -> Sources.zip(pairs, npy(2, 5))).hasMessage("input must not have targets of its own");
        assertThatThrownBy(() -> Sources.zip(npy(2, 5), pairs)).hasMessage("target must not have targets of its own");
        assertThatThrownBy(() -> pairs.sequential().read(Batch.autoencoder(1, 2)))
                .hasMessage("the source has targets of its own: make the batch with Batch.forSource or"
                        + " Batch.withTargets");
        assertThatThrownBy(() -> pairs.sequential().read(Batch.withTargets(1, 2, 3)))
                .hasMessage("the batch has widths [2, 3], but the source has [2, 2]");
    }

    private static void assertPairs(ActivationSource pairs) {
        List<Long> stored = LongStream.range(0, ROWS).boxed().toList();
        assertThat(pairs.rowCount()).hasValue(ROWS);
        assertThat(numbers(pairs, pairs.sequential(), 300)).isEqualTo(stored);
        assertThat(numbers(pairs, pairs.sequential(), 1)).isEqualTo(stored);
        List<Long> shuffled = numbers(pairs, pairs.shuffled(3), 300);
        assertThat(shuffled).isNotEqualTo(stored).isEqualTo(numbers(pairs, pairs.shuffled(3), 7));
        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(shuffled).isNotEqualTo(numbers(pairs, pairs.shuffled(4), 300));
    }

    /** The numbers of a pass whose inputs and targets both are {@link Written#value}. */
    private static List<Long> numbers(ActivationSource pairs, RowReader reader, int batchRows) {
        List<Long> numbers = new ArrayList<>();
        Batch batch = Batch.forSource(pairs, batchRows);
        try (reader) {
            while (reader.read(batch) > 0) {
                for (int r = 0; r < batch.rows(); r++) {
                    long row = batch.sourceRow(r);
                    for (int c = 0; c < batch.inputWidth(); c++) {
                        assertThat(batch.input()[r * batch.inputWidth() + c]).isEqualTo(Written.value(row, c));
                    }
                    for (int c = 0; c < batch.targetWidth(); c++) {
                        assertThat(batch.target()[r * batch.targetWidth() + c]).isEqualTo(Written.value(row, c));
                    }
                    numbers.add(row);
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

    private ActivationSource safetensors(int width) {
        return ActivationFiles.open(Written.write(
                directory.resolve(width + ".safetensors"), Written.safetensors(FloatType.F64, 0, ROWS, width)));
    }

    private ActivationSource csv(int width) {
        return ActivationFiles.open(Written.write(directory.resolve(width + ".csv"), Written.csv(';', 0, ROWS, width)));
    }
}
