package io.sae4j.engine.sparse;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.product.Precision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * From feature-major codes to new parameters: gradients, projection, clipping, Adam, unit length, and packing for the next
 * product by the fastest library.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassUpdate -rf json -rff update.json}
 */
public class PassUpdateBenchmark extends PassBenchmark {
    /** Whether the global norm is clipped, for which gradient rows are stored. */
    @Param({"true", "false"})
    public boolean clips = true;

    private @Nullable EncoderStage stage;
    private @Nullable DensePass dense;
    private @Nullable FeatureUpdate update;

    @Override
    void prepare(PassSetup made) {
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
        gradients.begin(made.settings);
        gradients.setInputSum(new float[made.width]);
        DensePass none = new DensePass(
                made.spec,
                made.state,
                made.rows,
                made.shape,
                made.rules.thresholds(),
                made.rule,
                featureCodes,
                gradients,
                null);
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
                made.rows.gradients,
                null,
                made.workers().count());
    }

    /** All features; returns the norm of the gradients. */
    @Benchmark
    public double update() {
        PassSetup made = setup();
        FeatureUpdate step = Objects.requireNonNull(update);
        EncoderStage product = Objects.requireNonNull(stage);
        return made.lead(
                () -> step.apply(new double[made.width], made.settings.learningRate(), product, made.workers()));
    }

    @Override
    void release(PassSetup made) {
        made.lead(() -> {
            Objects.requireNonNull(stage).close();
            return true;
        });
        Objects.requireNonNull(dense).close();
    }
}
