package io.sae4j.engine.sparse;

import io.sae4j.product.Precision;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The codes pass as a step runs it, TopK by the fastest library: product, bias and selection of a tile while it is in cache; in
 * 32 bits, or screened by bfloat16 with what may be chosen computed again.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassCodes -rf json -rff codes.json}
 */
public class PassCodesBenchmark extends PassBenchmark {
    /** Precision of the product. */
    @Param
    public Precision precision = Precision.FLOAT32;

    private @Nullable EncoderStage stage;
    private BlockCodes[] codes = new BlockCodes[0];

    @Override
    void prepare(PassSetup made) {
        stage = made.stage(precision);
        codes = new BlockCodes[made.blocks.length];
        Arrays.setAll(codes, b -> new BlockCodes(made.blocks[b].rows()));
    }

    /** Codes of all blocks. */
    @Benchmark
    public BlockCodes[] choose() {
        PassSetup made = setup();
        EncoderStage workers = Objects.requireNonNull(stage);
        made.onBlocks((b, w) -> workers.worker(w).choose(made.blocks[b], codes[b]));
        return codes;
    }

    @Override
    void release(PassSetup made) {
        made.lead(() -> {
            Objects.requireNonNull(stage).close();
            return true;
        });
    }
}
