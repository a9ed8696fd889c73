package io.sae4j.engine.graph;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * From gradients to new parameters: the part of the decoder's gradient that is parallel to its rows is removed, all
 * gradients are clipped to a global norm, the optimiser takes its step, and decoder rows are brought back to unit length.
 *
 * <p>Adam is PyTorch's: {@code θ −= lr·m̂/(√v̂ + ε)} with {@code m̂ = m/(1 − β1ᵗ)} and {@code v̂ = v/(1 − β2ᵗ)}. ND4J's op
 * computes {@code lr·√(1 − β2ᵗ)/(1 − β1ᵗ)·m/(√v + ε')}, which is the same for {@code ε' = ε·√(1 − β2ᵗ)}. Weight decay multiplies
 * parameters by {@code 1 − lr·decay} before, as in PyTorch's AdamW.
 */
final class ParameterUpdate implements AutoCloseable {
    private static final double SMALLEST_NORM = 1e-12;

    private final OptimizerSettings settings;
    private final Map<String, INDArray> parameters;
    private final Map<String, INDArray> firstMoments = new LinkedHashMap<>();
    private final Map<String, INDArray> secondMoments = new LinkedHashMap<>();
    private final INDArray decoderScratch;
    private int step;

    ParameterUpdate(OptimizerSettings settings, Map<String, INDArray> parameters) {
        this.settings = settings;
        this.parameters = parameters;
        parameters.forEach((name, parameter) -> {
            firstMoments.put(name, parameter.ulike().assign(0.0));
            secondMoments.put(name, parameter.ulike().assign(0.0));
        });
        decoderScratch = decoder().ulike();
    }

    private INDArray decoder() {
        return Objects.requireNonNull(parameters.get(Weights.W_DEC));
    }

    /**
     * @param gradients by parameter; overwritten
     * @return the global norm of the gradients after projection, before clipping
     */
    double apply(Map<String, INDArray> gradients, double learningRate) {
        if (settings.unitNormDecoder()) {
            removeParallelPart(Objects.requireNonNull(gradients.get(Weights.W_DEC)));
        }
        double norm = globalNorm(gradients);
        if (norm > settings.clipNorm()) {
            double factor = settings.clipNorm() / norm;
            gradients.values().forEach(gradient -> gradient.muli(factor));
        }
        parameters.forEach((name, parameter) -> {
            INDArray gradient = Objects.requireNonNull(gradients.get(name));
            if (settings.weightDecay() > 0) {
                parameter.muli(1 - learningRate * settings.weightDecay());
            }
            switch (settings.algorithm()) {
                case ADAM -> adam(name, parameter, gradient, learningRate);
                case SIGN -> sign(name, parameter, gradient, learningRate);
            }
        });
        step++;
        if (settings.unitNormDecoder()) {
            normalizeRows(decoder());
        }
        return norm;
    }

    /**
     * Sets the moments of single features to 0.
     *
     * @param byFeature parameters whose first dimension is that of the features; {@code W_enc}, whose second one is, comes on top
     */
    void forget(int[] features, Set<String> byFeature) {
        for (Map<String, INDArray> moments : List.of(firstMoments, secondMoments)) {
            FeatureSlices.fillColumns(Objects.requireNonNull(moments.get(Weights.W_ENC)), features, 0);
            for (String name : byFeature) {
                FeatureSlices.fillRows(Objects.requireNonNull(moments.get(name), name), features, 0);
            }
        }
    }

    /** {@code g_j −= (g_j·w_j)·w_j} for unit rows {@code w_j}. */
    private void removeParallelPart(INDArray gradient) {
        INDArray w = decoder();
        gradient.mul(w, decoderScratch);
        try (INDArray dots = decoderScratch.sum(true, 1)) {
            w.mul(dots, decoderScratch);
        }
        gradient.subi(decoderScratch);
    }

    private static double globalNorm(Map<String, INDArray> gradients) {
        double squares = 0;
        for (INDArray gradient : gradients.values()) {
            double norm = gradient.norm2Number().doubleValue();
            squares += norm * norm;
        }
        return Math.sqrt(squares);
    }

    private void adam(String name, INDArray parameter, INDArray gradient, double learningRate) {
        double epsilon = settings.epsilon() * Math.sqrt(1 - Math.pow(settings.beta2(), step + 1));
        Nd4j.exec(new AdamUpdater(
                gradient,
                Objects.requireNonNull(secondMoments.get(name)),
                Objects.requireNonNull(firstMoments.get(name)),
                learningRate,
                settings.beta1(),
                settings.beta2(),
                epsilon,
                step));
        parameter.subi(gradient);
    }

    /** The sign of {@code β1·m + (1 − β1)·g} moves the parameter; then {@code m ← β2·m + (1 − β2)·g}. */
    private void sign(String name, INDArray parameter, INDArray gradient, double learningRate) {
        INDArray mean = Objects.requireNonNull(firstMoments.get(name));
        INDArray scratch = Objects.requireNonNull(secondMoments.get(name));
        gradient.mul(1 - settings.beta1(), scratch);
        gradient.muli(1 - settings.beta2());
        try (INDArray remembered = mean.mul(settings.beta1())) {
            scratch.addi(remembered);
        }
        mean.muli(settings.beta2()).addi(gradient);
        parameter.subi(Transforms.sign(scratch, false).muli(learningRate));
    }

    /** Scales every row to unit length; a zero row stays zero. */
    static void normalizeRows(INDArray matrix) {
        try (INDArray norms = matrix.norm2(true, 1)) {
            INDArray floored = Transforms.max(norms, SMALLEST_NORM, false);
            matrix.divi(floored);
        }
    }

    @Override
    public void close() {
        firstMoments.values().forEach(INDArray::close);
        secondMoments.values().forEach(INDArray::close);
        decoderScratch.close();
    }
}
