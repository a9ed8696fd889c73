package io.sae4j.engine.sparse;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * The codes of a batch from row-major to feature-major, with the sums per feature.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassTranspose -rf json -rff transpose.json}
 */
public class PassTransposeBenchmark extends PassBenchmark {
    private BlockCodes[] codes = new BlockCodes[0];
    private @Nullable FeatureCodes featureCodes;
    private boolean[] sparse = new boolean[0];

    @Override
    void prepare(PassSetup made) {
        codes = made.codes();
        featureCodes = new FeatureCodes(made.features);
        sparse = made.allSparse();
    }

    /** All codes. */
    @Benchmark
    public FeatureCodes transpose() {
        PassSetup made = setup();
        FeatureCodes transposed = Objects.requireNonNull(featureCodes);
        return made.lead(() -> {
            transposed.transpose(codes, made.blocks, sparse, made.workers());
            return transposed;
        });
    }
}
