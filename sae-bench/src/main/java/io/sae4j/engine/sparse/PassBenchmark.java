package io.sae4j.engine.sparse;

import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.TopKEncoder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** How the passes of a step are measured, one by one: the sizes, the machine's limits, and what every pass works on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=12g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public abstract class PassBenchmark {
    /** Width, features, rows and k. */
    @Param({"768x16384x1024x32", "64x1024x1024x16"})
    public String size = "64x1024x1024x16";

    private @Nullable PassSetup setup;

    /** Makes what the pass needs. */
    @Setup(Level.Trial)
    public void start() {
        PassSetup made = new PassSetup(size, this::encoder);
        setup = made;
        prepare(made);
    }

    /** Frees what the pass held, and ends the workers. */
    @TearDown(Level.Trial)
    public void stop() {
        release(setup());
        setup().close();
    }

    /** The encoder whose pass is measured. */
    Encoder encoder(int k) {
        return new TopKEncoder(k, false);
    }

    abstract void prepare(PassSetup made);

    void release(PassSetup made) {}

    PassSetup setup() {
        return Objects.requireNonNull(setup);
    }
}
