package io.sae4j.engine.sparse;

import io.sae4j.product.Precision;
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
 * The codes pass as a step runs it, TopK by the fastest library: product, bias and selection of a tile while it is in cache; in
 * 32 bits, or screened by bfloat16 with what may be chosen computed again.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassCodes -rf json -rff codes.json}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=12g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PassCodesBenchmark {
    /** Width, features, rows and k. */
    @Param({"768x16384x1024x32", "64x1024x1024x16"})
    public String size = "64x1024x1024x16";

    /** Precision of the product. */
    @Param
    public Precision precision = Precision.FLOAT32;

    private @Nullable PassSetup setup;
    private @Nullable EncoderStage stage;
    private BlockCodes[] codes = new BlockCodes[0];

    /** Packs the weights. */
    @Setup(Level.Trial)
    public void start() {
        PassSetup made = new PassSetup(size);
        setup = made;
        stage = made.stage(precision);
        codes = new BlockCodes[made.blocks.length];
        Arrays.setAll(codes, b -> new BlockCodes(made.blocks[b].rows()));
    }

    /** Codes of all blocks. */
    @Benchmark
    public BlockCodes[] choose() {
        PassSetup made = Objects.requireNonNull(setup);
        EncoderStage workers = Objects.requireNonNull(stage);
        made.onBlocks((b, w) -> workers.worker(w).choose(made.blocks[b], codes[b]));
        return codes;
    }

    /** Frees what the workers hold. */
    @TearDown(Level.Trial)
    public void stop() {
        PassSetup made = Objects.requireNonNull(setup);
        made.lead(() -> {
            Objects.requireNonNull(stage).close();
            return true;
        });
        made.close();
    }
}
