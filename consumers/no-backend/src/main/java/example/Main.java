package example;

import io.sae4j.SparseAutoencoder;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.util.OptionalLong;

/** Calls the library without a backend. The run script wants a failure that says what to add to the POM. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        SparseAutoencoder.builder().hiddenDim(64).steps(1).batchSize(8).fit(new Zeros());
    }

    /** Rows of zeros, made without ND4J: an INDArray cannot exist without a backend. */
    private static final class Zeros implements ActivationSource {
        @Override
        public int inputWidth() {
            return 16;
        }

        @Override
        public OptionalLong rowCount() {
            return OptionalLong.of(64);
        }

        @Override
        public RowReader sequential() {
            return new RowReader() {
                private int next;

                @Override
                public int read(Batch batch) {
                    int count = Math.min(batch.remaining(), 64 - next);
                    batch.append(count, next);
                    next += count;
                    return count;
                }
            };
        }

        @Override
        public RowReader shuffled(long seed) {
            return sequential();
        }
    }
}
