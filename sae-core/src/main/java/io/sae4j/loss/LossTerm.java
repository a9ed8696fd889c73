package io.sae4j.loss;

import io.sae4j.model.LossSpec;
import java.util.OptionalLong;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One term of the objective. Its value is a scalar, unweighted; {@link Loss} adds coefficient and warm-up. Gradients come
 * from autodiff. Implementations are immutable.
 */
public interface LossTerm {
    /** Name and settings, as saved in the recipe. */
    LossSpec spec();

    /** Name as in {@link #spec()}; unique within an objective. */
    default String name() {
        return spec().name();
    }

    /** Refuses an SAE of {@code dSae} features that this term cannot serve. */
    default void checkWidths(int dSae) {}

    /** Adds the term to the graph and returns its scalar value. */
    SDVariable build(LossGraph graph);

    /**
     * The numbers that change from step to step over one run, which the graph reads by {@link LossGraph#stepValue}; none
     * unless a term says so. Every call returns a schedule of its own.
     *
     * @param totalSteps length of the run, empty where it is unknown
     */
    default StepSchedule schedule(OptionalLong totalSteps) {
        return StepSchedule.NONE;
    }

    /** Whether the term is exactly 0 while no feature is dead; it is left out of the graph then. */
    default boolean needsDeadFeatures() {
        return false;
    }

    /** How the term may be computed on micro-batches. Where any term says never, batches are not split. */
    default Splitting splitting() {
        return Splitting.NEVER;
    }
}
