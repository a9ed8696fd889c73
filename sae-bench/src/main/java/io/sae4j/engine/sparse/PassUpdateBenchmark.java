package io.sae4j.engine.sparse;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.product.Precision;
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
 * From feature-major codes to new parameters: gradients, projection, clipping, Adam, unit length, and packing for the next
 * product by the fastest library.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassUpdate -rf json -rff update.json}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=12g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PassUpdateBenchmark {
    /** Width, features, rows and k. */
    @Param({"768x16384x1024x32", "64x1024x1024x16"})
    public String size = "64x1024x1024x16";

    /** Whether the global norm is clipped, for which gradient rows are stored. */
    @Param({"true", "false"})
    public boolean clips = true;

    private @Nullable PassSetup setup;
    private @Nullable EncoderStage stage;
    private @Nullable DensePass dense;
    private @Nullable FeatureUpdate update;

    /** Draws, decodes and transposes the codes. */
    @Setup(Level.Trial)
    public void start() {
        PassSetup made = new PassSetup(size);
        setup = made;
        stage = made.stage(Precision.FLOAT32);
        BlockCodes[] codes = made.codes();
        for (RowBlock block : made.blocks) {
            made.decoding().decode(block, codes[block.index()], made.sums());
        }
        FeatureCodes featureCodes = new FeatureCodes(made.features);
        made.lead(() -> {
            featureCodes.transpose(codes, made.blocks, made.allSparse(), made.workers());
            return true;
        });
        FeatureGradients gradients = made.gradients(featureCodes);
        gradients.begin(made.settings, new float[made.width]);
        DensePass none = new DensePass(
                made.spec,
                made.state,
                made.rows,
                made.shape,
                made.rules.thresholds(),
                made.rule,
                featureCodes,
                gradients);
        dense = none;
        OptimizerSettings usual = OptimizerSettings.DEFAULT;
        update = new FeatureUpdate(
                new OptimizerSettings(
                        usual.beta1(),
                        usual.beta2(),
                        usual.epsilon(),
                        clips ? usual.clipNorm() : Double.POSITIVE_INFINITY,
                        usual.unitNormDecoder()),
                made.state,
                gradients,
                none,
                made.shape,
                made.spec.applyBDecToInput(),
                made.workers().count());
    }

    /** All features; returns the norm of the gradients. */
    @Benchmark
    public double update() {
        PassSetup made = Objects.requireNonNull(setup);
        FeatureUpdate step = Objects.requireNonNull(update);
        EncoderStage product = Objects.requireNonNull(stage);
        return made.lead(
                () -> step.apply(new double[made.width], made.settings.learningRate(), product, made.workers()));
    }

    /** Frees what the workers hold. */
    @TearDown(Level.Trial)
    public void stop() {
        PassSetup made = Objects.requireNonNull(setup);
        made.lead(() -> {
            Objects.requireNonNull(stage).close();
            return true;
        });
        Objects.requireNonNull(dense).close();
        made.close();
    }
}
