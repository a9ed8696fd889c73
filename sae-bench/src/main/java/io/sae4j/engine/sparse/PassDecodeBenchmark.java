package io.sae4j.engine.sparse;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Reconstruction, residuals and gradients of the codes, k a row. Targets become residuals each time, so that residuals grow from
 * one call to the next; that does not change the work.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassDecode -rf json -rff decode.json}
 */
public class PassDecodeBenchmark extends PassBenchmark {
    private BlockCodes[] codes = new BlockCodes[0];
    private Decoding.Sums[] sums = new Decoding.Sums[0];
    private Decoding[] decodings = new Decoding[0];

    @Override
    void prepare(PassSetup made) {
        codes = made.codes();
        sums = new Decoding.Sums[codes.length];
        decodings = new Decoding[made.workers().count()];
        Arrays.setAll(decodings, w -> made.decoding());
    }

    /** All blocks. */
    @Benchmark
    public BlockCodes[] decode() {
        PassSetup made = setup();
        made.onBlocks((b, w) -> {
            sums[b] = made.sums();
            decodings[w].decode(made.blocks[b], codes[b], sums[b]);
        });
        return codes;
    }
}
