package io.sae4j.activations.combine;

import static io.sae4j.activations.combine.Rows.array;
import static io.sae4j.activations.combine.Rows.iterable;
import static io.sae4j.activations.combine.Rows.negated;
import static io.sae4j.activations.combine.Rows.numbers;
import static io.sae4j.activations.combine.Rows.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.store.ActivationStore;
import io.sae4j.activations.store.ActivationStoreWriter;
import io.sae4j.activations.store.StoreOptions;
import io.sae4j.activations.store.StoreSource;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final RowPredicate EVEN = (values, from, width) -> values[from] % 2 == 0;

    @TempDir
    Path temporary;

    /** In order, shuffled by seed, and resumed at a place: each row of {@code expected} once. */
    private static void check(ActivationSource source, List<Integer> expected) {
        assertThat(numbers(source, source.sequential(), 7)).isEqualTo(expected);
        List<Integer> shuffled = numbers(source, source.shuffled(3), 7);
        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(expected).isNotEqualTo(expected);
        assertThat(numbers(source, source.shuffled(3), 300)).isEqualTo(shuffled);
        assertThat(numbers(source, source.shuffled(4), 300)).isNotEqualTo(shuffled);
        for (int skipped : new int[] {0, 1, expected.size() - 1, expected.size(), expected.size() + 5}) {
            int rest = Math.min(skipped, expected.size());
            RowReader pass = source.shuffled(3);
            pass.read(Batch.forSource(source, 1));
            assertThat(pass.skip(skipped, Batch.forSource(source, 3)))
                    .isEqualTo(Math.min(skipped, expected.size() - 1));
            assertThat(numbers(source, pass, 7))
                    .isEqualTo(shuffled.subList(Math.min(rest + 1, expected.size()), expected.size()));
            RowReader ordered = source.sequential();
            assertThat(ordered.skip(skipped, Batch.forSource(source, 3))).isEqualTo(rest);
            assertThat(numbers(source, ordered, 7)).isEqualTo(expected.subList(rest, expected.size()));
        }
    }

    @Test
    void concatenates() {
        ActivationSource known = Sources.concat(array(0, 300), array(300, 1), array(301, 500));
        check(known, range(0, 801));
        assertThat(known.rowCount()).hasValue(801);
        assertThat(known.randomAccess()).isTrue();

        ActivationSource unknown = Sources.concat(array(0, 300), iterable(300, 40));
        check(unknown, range(0, 340));
        assertThat(unknown.rowCount()).isEmpty();
        assertThat(unknown.randomAccess()).isFalse();
        assertThat(unknown.repeatable()).isTrue();
        assertThat(Sources.concat(array(0, 1), ActivationSources.ofRowStream(Stream.of(new float[2])))
                        .repeatable())
                .isFalse();
    }

    @Test
    void partsWithoutRandomAccessAreOpenedOneByOne() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<ActivationSource> parts = new ArrayList<>();
        for (int p = 0; p < 20; p++) {
            parts.add(streamed(array(p * 50, 50), open, most));
        }
        ActivationSource source = Sources.concat(parts);
        check(source, range(0, 1000));
        assertThat(source.rowCount()).hasValue(1000);
        assertThat(source.randomAccess()).isFalse();
        open.set(0);
        most.set(0);
        try (RowReader pass = source.shuffled(1)) {
            assertThat(numbers(source, pass, 7)).hasSize(1000);
        }
        assertThat(most).hasValue(1);
        assertThat(open).hasValue(0);
    }

    /** A source whose rows can only be read one after the other; counts how many of its passes are open. */
    private static ActivationSource streamed(ActivationSource source, AtomicInteger open, AtomicInteger most) {
        return new ForwardingSource(source) {
            @Override
            public boolean randomAccess() {
                return false;
            }

            @Override
            public RowReader sequential() {
                RowReader reader = super.sequential();
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                return new RowReader() {
                    @Override
                    public int read(Batch batch) {
                        return reader.read(batch);
                    }

                    @Override
                    public void close() {
                        open.decrementAndGet();
                        reader.close();
                    }
                };
            }

            @Override
            public RowReader shuffled(long seed) {
                throw new AssertionError("a pass over one part alone must not be shuffled");
            }
        };
    }

    @Test
    void concatenatedRowsAreNumberedThroughAndKeepTheirTargets() {
        ActivationSource source = Sources.concat(array(0, 20), negated(array(20, 20)));
        assertThat(source.hasOwnTargets()).isTrue();
        for (RowReader pass : List.of(source.sequential(), source.shuffled(1))) {
            Batch batch = Batch.forSource(source, 40);
            while (pass.read(batch) > 0) {}
            for (int i = 0; i < 40; i++) {
                float input = batch.input()[2 * i];
                assertThat(batch.sourceRow(i)).isEqualTo((long) input);
                assertThat(batch.target()[2 * i]).isEqualTo(input < 20 ? input : -input);
            }
        }
    }

    @Test
    void riffledPassesArePermutationsThatAreUniform() {
        ActivationSource source = Sources.concat(array(0, 1), array(1, 3));
        int[] firstPlaces = new int[4];
        for (int seed = 0; seed < 4000; seed++) {
            firstPlaces[numbers(source, source.shuffled(seed), 4).indexOf(0)]++;
        }
        // Four standard deviations of 4000 draws at 1/4.
        assertThat(Arrays.stream(firstPlaces)).allMatch(count -> Math.abs(count - 1000) < 110);
    }

    @Test
    void concatenationRefusesOtherWidths() {
        assertThatThrownBy(() -> Sources.concat(array(0, 2), ActivationSources.of(new float[][] {{1}})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source 1 has widths [1, 1], but source 0 has [2, 2]");
        assertThatThrownBy(() -> Sources.concat(List.of())).hasMessageContaining("at least one");
    }

    @Test
    void filters() {
        ActivationSource source = Sources.filter(array(0, 700), EVEN);
        check(source, range(0, 350).stream().map(n -> 2 * n).toList());
        assertThat(source.rowCount()).isEmpty();
        assertThat(source.randomAccess()).isTrue();
        assertThat(Sources.filter(iterable(0, 3), EVEN).randomAccess()).isFalse();
        ActivationSource none = Sources.filter(array(0, 700), (values, from, width) -> false);
        assertThat(numbers(none, none.sequential(), 7)).isEmpty();
    }

    @Test
    void filteredRowsKeepTargetsAndNumbers() {
        ActivationSource source = Sources.filter(negated(array(0, 9)), EVEN);
        Batch batch = Batch.forSource(source, 9);
        source.sequential().read(batch);
        assertThat(batch.rows()).isEqualTo(5);
        assertThat(batch.target()[2 * 4]).isEqualTo(-8);
        assertThat(batch.sourceRow(4)).isEqualTo(8);
    }

    @Test
    void takes() {
        ActivationSource source = Sources.take(array(0, 700), 300);
        check(source, range(0, 300));
        assertThat(source.rowCount()).hasValue(300);
        assertThat(source.randomAccess()).isFalse();
        check(Sources.take(iterable(0, 20), 50), range(0, 20));
        assertThat(Sources.take(array(0, 20), 50).rowCount()).hasValue(20);
        ActivationSource none = Sources.take(array(0, 20), 0);
        assertThat(numbers(none, none.sequential(), 7)).isEmpty();
        assertThatThrownBy(() -> Sources.take(array(0, 20), -1)).hasMessage("count must not be negative, got -1");
    }

    @Test
    void mapsToAnotherWidth() {
        RowMapper sumTwice = (in, inFrom, out, outFrom) -> {
            out[outFrom] = in[inFrom];
            out[outFrom + 1] = in[inFrom] + in[inFrom + 1];
            out[outFrom + 2] = 7;
        };
        ActivationSource source = Sources.map(array(0, 600), 3, sumTwice);
        check(source, range(0, 600));
        assertThat(source.inputWidth()).isEqualTo(3);
        assertThat(source.targetWidth()).isEqualTo(3);
        assertThat(source.hasOwnTargets()).isFalse();
        assertThat(source.randomAccess()).isTrue();
        assertThat(source.rowCount()).hasValue(600);
        Batch batch = Batch.withTargets(2, 3, 3);
        source.sequential().read(batch);
        assertThat(batch.input()).containsExactly(0, 0.5f, 7, 1, 2.5f, 7);
        assertThat(batch.target()).isEqualTo(batch.input());

        ActivationSource paired = Sources.map(negated(array(0, 600)), 3, sumTwice);
        assertThat(paired.hasOwnTargets()).isTrue();
        assertThat(paired.targetWidth()).isEqualTo(2);
        Batch pair = Batch.forSource(paired, 2);
        paired.sequential().read(pair);
        assertThat(pair.target()).containsExactly(-0f, -0.5f, -1, -1.5f);
        assertThatThrownBy(() -> Sources.map(array(0, 1), 0, sumTwice)).hasMessageContaining("width");
    }

    @Test
    void dropsNormOutliers() {
        ActivationSource source = Sources.concat(array(100, 100), array(10_000, 3));
        ActivationSource kept = Sources.dropNormOutliers(source, 10);
        assertThat(numbers(kept, kept.sequential(), 7)).isEqualTo(range(100, 200));
        assertThat(kept.randomAccess()).isTrue();
        ActivationSource nan = Sources.dropNormsAbove(ActivationSources.of(new float[][] {{Float.NaN}, {3}}), 2);
        assertThat(numbers(nan, nan.sequential(), 2)).hasSize(1);
        ActivationSource once = ActivationSources.ofRowStream(Stream.of(new float[2]));
        assertThatThrownBy(() -> Sources.dropNormOutliers(once, 10)).hasMessageContaining("only once");
        assertThatThrownBy(() -> Sources.dropNormOutliers(source, 0)).hasMessageContaining("multiple");
    }

    @Test
    void dropsStartTokensOfAStore() {
        try (ActivationStoreWriter writer =
                ActivationStore.create(temporary.resolve("s"), new StoreOptions(Map.of("x", 1), FloatType.F32, 4))) {
            writer.append(
                    6,
                    new int[6],
                    new int[] {0, 1, 2, 0, 1, 0},
                    new long[] {1, 1, 1, 1, 1, 2},
                    Map.of("x", new float[] {0, 1, 2, 3, 4, 5}));
        }
        StoreSource source = ActivationStore.open(temporary.resolve("s")).source("x");
        StoreSource kept = Sources.dropStartTokens(source);
        assertThat(numbers(kept, kept.sequential(), 7)).containsExactly(1, 2, 4);
        assertThat(kept.randomAccess()).isTrue();
        assertThat(Sources.take(kept, 2).randomAccess()).isTrue();
        assertThat(Sources.split(source, 0.5, 1).validation().documents()).hasSize(1);
    }
}
