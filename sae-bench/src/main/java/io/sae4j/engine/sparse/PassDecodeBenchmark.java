package io.sae4j.engine.sparse;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reconstruction, residuals and gradients of the codes, k a row. Targets become residuals each time, so that residuals grow from
 * one call to the next; that does not change the work.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassDecode -rf json -rff decode.json}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=12g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PassDecodeBenchmark {
    /** Width, features, rows and k. */
    @Param({"768x16384x1024x32", "64x1024x1024x16"})
    public String size = "64x1024x1024x16";

    private @Nullable PassSetup setup;
    private BlockCodes[] codes = new BlockCodes[0];
    private Decoding.Sums[] sums = new Decoding.Sums[0];
    private Decoding[] decodings = new Decoding[0];

    /** Draws the codes. */
    @Setup(Level.Trial)
    public void start() {
        PassSetup made = new PassSetup(size);
        setup = made;
        codes = made.codes();
        sums = new Decoding.Sums[codes.length];
        decodings = new Decoding[made.workers().count()];
        Arrays.setAll(decodings, w -> made.decoding());
    }

    /** All blocks. */
    @Benchmark
    public BlockCodes[] decode() {
        PassSetup made = Objects.requireNonNull(setup);
        made.onBlocks((b, w) -> {
            sums[b] = made.sums();
            decodings[w].decode(made.blocks[b], codes[b], sums[b]);
        });
        return codes;
    }

    /** Ends the workers. */
    @TearDown(Level.Trial)
    public void stop() {
        Objects.requireNonNull(setup).close();
    }
}
