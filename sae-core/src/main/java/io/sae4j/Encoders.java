package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.CustomEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.encoder.MatchingPursuitEncoder;
import io.sae4j.encoder.ReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.model.EncoderSpec;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The encoders by name, and the place where one's own are registered for loading. */
public final class Encoders {
    private static final double DEFAULT_THRESHOLD = 0.5;
    private static final double DEFAULT_BANDWIDTH = 1.0;
    private static final ImmutableMap<String, Function<EncoderSpec, Encoder>> BUILT_IN = ImmutableMap.of(
            ReluEncoder.NAME, spec -> new ReluEncoder(),
            TopKEncoder.NAME, TopKEncoder::fromSpec,
            BatchTopKEncoder.NAME, BatchTopKEncoder::fromSpec,
            JumpReluEncoder.NAME, JumpReluEncoder::fromSpec,
            MatchingPursuitEncoder.NAME, MatchingPursuitEncoder::fromSpec);
    private static final Map<String, Function<EncoderSpec, Encoder>> REGISTERED = new ConcurrentHashMap<>();

    private Encoders() {}

    /** {@code max(z, 0)}; wants an L1 penalty. */
    public static Encoder relu() {
        return new ReluEncoder();
    }

    /**
     * The k largest pre-activations of each row, rectified.
     *
     * @param k codes per row, at least 1 and at most {@code hiddenDim}
     */
    public static Encoder topK(int k) {
        return new TopKEncoder(k, false);
    }

    /** TopK that ranks features by pre-activation times decoder norm, as SAELens does. */
    public static Encoder topKRescaled(int k) {
        return new TopKEncoder(k, true);
    }

    /**
     * The {@code k·rows} largest positive pre-activations of a whole batch; a JumpReLU with one threshold at inference. The
     * batch is not split, whatever {@link SparseAutoencoderBuilder#microBatchSize} says.
     *
     * @param k mean number of codes per row, at least 1 and at most {@code hiddenDim}
     */
    public static Encoder batchTopK(int k) {
        return new BatchTopKEncoder(k, false);
    }

    /** BatchTopK that ranks features by pre-activation times decoder norm, as SAELens does. */
    public static Encoder batchTopKRescaled(int k) {
        return new BatchTopKEncoder(k, true);
    }

    /** JumpReLU with raw thresholds that start at 0.5 and a kernel width of 1, the settings of {@link Recipe}. */
    public static JumpReluEncoder jumpRelu() {
        return jumpRelu(DEFAULT_THRESHOLD, DEFAULT_BANDWIDTH);
    }

    /**
     * JumpReLU with raw thresholds. Its straight-through estimator has a rectangle kernel and reaches the thresholds alone;
     * {@link JumpReluEncoder#withKernel} and {@link JumpReluEncoder#withStraightThroughToInput} change that:
     *
     * <pre>{@code
     * Encoders.jumpRelu(0.1, 2).withKernel(Kernel.GAUSSIAN).withStraightThroughToInput()
     * }</pre>
     *
     * @param initialThreshold θ at the start, positive; in units of pre-activations of rows with mean norm √d
     * @param bandwidth width ε of the straight-through kernel, positive, in the same units
     */
    public static JumpReluEncoder jumpRelu(double initialThreshold, double bandwidth) {
        return new JumpReluEncoder(ThresholdForm.RAW, initialThreshold, bandwidth);
    }

    /** JumpReLU with {@code θ = exp(log θ)}. See {@link #jumpRelu(double, double)}. */
    public static JumpReluEncoder jumpReluLog(double initialThreshold, double bandwidth) {
        return new JumpReluEncoder(ThresholdForm.LOG, initialThreshold, bandwidth);
    }

    /**
     * Matching pursuit with up to {@code maxIterations} features, for {@link SparseAutoencoder#withEncoder}: greedy selection by what
     * is left of the row. It explains more with as many features as TopK, and takes as many times longer. Not trained.
     *
     * @param maxIterations features taken, repeated ones counted again; L0 is at most this
     */
    public static Encoder matchingPursuit(int maxIterations) {
        checkArgument(maxIterations > 0, "maxIterations must be positive, got %s", maxIterations);
        return new MatchingPursuitEncoder(maxIterations, 0, false);
    }

    /**
     * Matching pursuit with SAELens's settings.
     *
     * @param maxIterations features taken at most; 0 for as many as a row has columns
     * @param residualThreshold a row is done when what is left of it is shorter, in units of raw activations; 0 never ends it
     * @param stopOnDuplicateSupport whether a row is done when the feature that was taken fired before
     */
    public static Encoder matchingPursuit(int maxIterations, double residualThreshold, boolean stopOnDuplicateSupport) {
        return new MatchingPursuitEncoder(maxIterations, residualThreshold, stopOnDuplicateSupport);
    }

    /**
     * An encoder from an activation function of one's own, without learned parameters. It trains by autodiff and is saved
     * by name; {@linkplain #register register} it before loading.
     *
     * <pre>{@code
     * Encoder softShrink = Encoders.of("softshrink", (sd, pre) -> sd.nn().relu(pre.sub(0.1), 0));
     * }</pre>
     *
     * @param name not that of a built-in encoder
     * @param activation from pre-activations {@code [rows, dSae]} to codes of the same shape; row by row
     */
    public static Encoder of(String name, BiFunction<SameDiff, SDVariable, SDVariable> activation) {
        checkArgument(!BUILT_IN.containsKey(name), "encoder name '%s' is taken by a built-in encoder", name);
        return new CustomEncoder(name, activation);
    }

    /** Makes an encoder of one's own known to {@link SparseAutoencoder#load}; replaces one of the same name. */
    public static void register(Encoder encoder) {
        register(encoder.name(), spec -> encoder);
    }

    /** Makes encoders of one's own known that are built from saved settings. */
    public static void register(String name, Function<EncoderSpec, Encoder> factory) {
        checkArgument(!BUILT_IN.containsKey(name), "encoder name '%s' is taken by a built-in encoder", name);
        REGISTERED.put(name, factory);
    }

    /** The names that {@link #fromSpec} knows: built-in and registered ones, sorted. */
    public static Set<String> names() {
        return ImmutableSortedSet.<String>naturalOrder()
                .addAll(BUILT_IN.keySet())
                .addAll(REGISTERED.keySet())
                .build();
    }

    /**
     * The encoder that was saved as {@code spec}.
     *
     * @throws IllegalArgumentException when the name is neither built in nor registered
     */
    public static Encoder fromSpec(EncoderSpec spec) {
        Function<EncoderSpec, Encoder> factory = BUILT_IN.get(spec.name());
        if (factory == null) {
            factory = REGISTERED.get(spec.name());
        }
        checkArgument(
                factory != null,
                "encoder '%s' is not known here; call Encoders.register(...) with it first. Known are %s",
                spec.name(),
                names());
        return factory.apply(spec);
    }
}
