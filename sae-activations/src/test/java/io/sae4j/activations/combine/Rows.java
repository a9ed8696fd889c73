package io.sae4j.activations.combine;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.ForwardingSource;
import io.sae4j.data.RowReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Sources and passes for tests. */
final class Rows {
    private Rows() {}

    /** Rows {@code [n, n + 0.5]} for n from {@code first} on, with random access. */
    static ActivationSource array(int first, int count) {
        return ActivationSources.of(table(first, count));
    }

    /** The same without random access or a known length. */
    static ActivationSource iterable(int first, int count) {
        return ActivationSources.ofRows(Arrays.asList(table(first, count)));
    }

    private static float[][] table(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(n -> new float[] {n, n + 0.5f})
                .toArray(float[][]::new);
    }

    /** {@code inputs} with targets of their own: minus the inputs. */
    static ActivationSource negated(ActivationSource inputs) {
        return new ForwardingSource(inputs) {
            @Override
            public boolean hasOwnTargets() {
                return true;
            }

            @Override
            public RowReader sequential() {
                return negating(super.sequential());
            }

            @Override
            public RowReader shuffled(long seed) {
                return negating(super.shuffled(seed));
            }
        };
    }

    private static RowReader negating(RowReader reader) {
        return batch -> {
            int first = batch.rows();
            int count = reader.read(batch);
            for (int i = first * batch.inputWidth(); i < batch.rows() * batch.inputWidth(); i++) {
                batch.target()[i] = -batch.input()[i];
            }
            return count;
        };
    }

    /** First entries of the inputs, in the order of the pass, which is closed. */
    static List<Integer> numbers(ActivationSource source, RowReader pass, int capacity) {
        List<Integer> numbers = new ArrayList<>();
        Batch batch = Batch.forSource(source, capacity);
        try (pass) {
            while (pass.read(batch) > 0) {
                for (int i = 0; i < batch.rows(); i++) {
                    numbers.add((int) batch.input()[i * source.inputWidth()]);
                }
                batch.clear();
            }
        }
        return numbers;
    }

    static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
