package io.sae4j.engine.sparse;

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
 * The codes of a batch from row-major to feature-major, with the sums per feature.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassTranspose -rf json -rff transpose.json}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=12g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PassTransposeBenchmark {
    /** Width, features, rows and k. */
    @Param({"768x16384x1024x32", "64x1024x1024x16"})
    public String size = "64x1024x1024x16";

    private @Nullable PassSetup setup;
    private BlockCodes[] codes = new BlockCodes[0];
    private @Nullable FeatureCodes featureCodes;
    private boolean[] sparse = new boolean[0];

    /** Draws the codes. */
    @Setup(Level.Trial)
    public void start() {
        PassSetup made = new PassSetup(size);
        setup = made;
        codes = made.codes();
        featureCodes = new FeatureCodes(made.features);
        sparse = made.allSparse();
    }

    /** All codes. */
    @Benchmark
    public FeatureCodes transpose() {
        PassSetup made = Objects.requireNonNull(setup);
        FeatureCodes transposed = Objects.requireNonNull(featureCodes);
        return made.lead(() -> {
            transposed.transpose(codes, made.blocks, sparse, made.workers());
            return transposed;
        });
    }

    /** Ends the workers. */
    @TearDown(Level.Trial)
    public void stop() {
        Objects.requireNonNull(setup).close();
    }
}
