package io.sae4j.bench;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.loss.Loss;
import java.util.List;
import java.util.Map;
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
 * One whole training step on the graph engine.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh TrainingStep -rf json -rff step.json}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms2g", "-Xmx2g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=12g"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class TrainingStepBenchmark {
    private static final double COEFFICIENT = 0.1;

    /** The encoder under test. */
    @Param({"relu", "topk", "batchtopk", "jumprelu"})
    public String encoder = "relu";

    /** Width, features and batch size. */
    @Param("64x1024x1024")
    public String size = "64x1024x1024";

    private @Nullable TrainingEngine engine;
    private @Nullable Batch batch;
    private @Nullable StepSettings settings;

    /** Makes engine and batch. */
    @Setup(Level.Trial)
    public void start() {
        String[] sizes = size.split("x", -1);
        int d = Integer.parseInt(sizes[0]);
        int m = Integer.parseInt(sizes[1]);
        int rows = Integer.parseInt(sizes[2]);
        Encoder chosen = switch (encoder) {
            case "relu" -> Encoders.relu();
            case "topk" -> Encoders.topK(Math.min(32, d / 4));
            case "batchtopk" -> Encoders.batchTopK(Math.min(32, d / 4));
            case "jumprelu" -> Encoders.jumpRelu();
            default -> throw new IllegalArgumentException("unknown encoder " + encoder);
        };
        Loss loss = switch (encoder) {
            case "relu" -> Losses.l1(COEFFICIENT);
            case "topk", "batchtopk" -> Losses.auxK();
            default -> Losses.l0Tanh(COEFFICIENT);
        };
        engine = EngineSetup.graphEngine(chosen, List.of(loss), d, m, rows);
        batch = EngineSetup.gaussianBatch(rows, d);
        settings = new StepSettings(1e-3, Map.of(loss.name(), loss.coefficient()), 1, new boolean[m]);
    }

    /** Forward, backward, projection, clipping, Adam, renormalisation. */
    @Benchmark
    public StepResult step() {
        return Objects.requireNonNull(engine).step(Objects.requireNonNull(batch), Objects.requireNonNull(settings));
    }

    /** Frees the engine. */
    @TearDown(Level.Trial)
    public void stop() {
        Objects.requireNonNull(engine).close();
    }
}
