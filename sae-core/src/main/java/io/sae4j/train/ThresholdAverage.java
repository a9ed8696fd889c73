package io.sae4j.train;

import static com.google.common.base.Preconditions.checkState;

import io.sae4j.encoder.Encoder;
import io.sae4j.engine.StepResult;
import io.sae4j.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The threshold of encoders that {@linkplain Encoder#learnsThresholdByAverage learn it by average}: over the steps i so far
 * that had a code, with c_i the smallest code of a step, {@code θ = Σ β^(t−i)·c_i / Σ β^(t−i)}. The denominator is what
 * an average that starts at 0 lacks: without it θ would be too low for hundreds of steps.
 *
 * <p>β is 0.99, as in SAELens, where the run ends with 1,000 steps or more at k itself. Where it ends with n fewer, β is
 * {@code 1 − 10/n}, at least 0: steps in which k was still widened then count less than a thousandth in all, and the
 * threshold of a short run is that of its last steps, in which the learning rate is low and parameters stand still.
 */
public final class ThresholdAverage {
    private static final double LONGEST_MEMORY = 100;
    private static final double MEMORIES_AT_K = 10;

    private final boolean learns;
    private final double decay;
    private double sum;
    private double weight;

    private ThresholdAverage(boolean learns, double memory) {
        this.learns = learns;
        this.decay = 1 - 1 / memory;
    }

    /** @param totalSteps length of the run, where known */
    static ThresholdAverage during(TrainingConfig config, OptionalLong totalSteps) {
        double memory = LONGEST_MEMORY;
        if (totalSteps.isPresent()) {
            double stepsAtK = config.kAnnealing().shareAtEnd() * totalSteps.getAsLong();
            memory = Math.max(1, Math.min(LONGEST_MEMORY, stepsAtK / MEMORIES_AT_K));
        }
        return new ThresholdAverage(config.encoder().learnsThresholdByAverage(), memory);
    }

    /** That of a run without steps. */
    public static ThresholdAverage untrained(Encoder encoder) {
        return new ThresholdAverage(encoder.learnsThresholdByAverage(), 1);
    }

    /** Takes notice of a step; one without a code changes nothing. */
    void observe(StepResult result) {
        if (!learns) {
            return;
        }
        double smallest = result.smallestCode();
        checkState(!Double.isNaN(smallest), "the engine does not report the smallest code, which the encoder needs");
        if (smallest < Double.POSITIVE_INFINITY) {
            sum = decay * sum + smallest;
            weight = decay * weight + 1;
        }
    }

    /** The average, or 0 where no step had a code. */
    double value() {
        return weight == 0 ? 0 : sum / weight;
    }

    /** {@code parameters}, with the tensor {@code threshold [dSae]} where the encoder learns one. */
    public Map<String, INDArray> addTo(Map<String, INDArray> parameters, int dSae) {
        Map<String, INDArray> all = new LinkedHashMap<>(parameters);
        if (learns) {
            all.put(Weights.THRESHOLD, Nd4j.valueArrayOf(new long[] {dSae}, value(), DataType.FLOAT));
        }
        return all;
    }
}
