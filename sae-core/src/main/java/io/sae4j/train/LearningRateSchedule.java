package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.schedule.Rise;
import io.sae4j.schedule.Span;
import java.util.OptionalLong;

/**
 * How the learning rate changes over a run: a warm-up, a middle of some shape, and a linear decay at the end. At step t of T,
 * counted from 0, with a warm-up over w steps and a decay over the last v, the factor is the product of
 *
 * <ul>
 *   <li>the rise at {@code (t + 1)/w}, so that the first step has a w-th of the rate and step w − 1 all of it;
 *   <li>the middle's shape at {@code u = t − w} of {@code M = T − w − v} steps, from 1 to {@code floor}, which stays;
 *   <li>the decay, {@code endFactor + (1 − endFactor)·(T − t)/v} for {@code t ≥ T − v}.
 * </ul>
 *
 * <p>That is SAELens's schedule, number for number, with {@code endFactor} 0. In a run of unknown length there is the warm-up
 * alone.
 *
 * @param warmUp how the rate rises; whole steps are used
 * @param shape of the middle
 * @param floor share of the rate that the middle falls to, in [0, 1]; without effect for {@link Shape#CONSTANT}
 * @param cycles times that {@link Shape#COSINE_WITH_RESTARTS} falls, at least 1; 1 for other shapes
 * @param decay last part of the run, over which the rate falls linearly
 * @param endFactor share that is left at the end of the decay, in [0, 1]
 */
public record LearningRateSchedule(Rise warmUp, Shape shape, double floor, int cycles, Span decay, double endFactor) {
    private static final double WARM_UP_SHARE = 0.1;

    /** The middle of a run, between warm-up and decay. */
    public enum Shape {
        /** The full rate. */
        CONSTANT,
        /** A straight line to the floor. */
        LINEAR,
        /** Half a wave of the cosine to the floor: {@code floor + (1 − floor)·(1 + cos(π·u/M))/2}. */
        COSINE,
        /** The same over each ⌊M/cycles⌋ steps, from the full rate each time (arXiv 1608.03983 without longer cycles). */
        COSINE_WITH_RESTARTS
    }

    public LearningRateSchedule {
        checkArgument(floor >= 0 && floor <= 1, "floor must be in [0, 1], got %s", floor);
        checkArgument(cycles > 0, "cycles must be positive, got %s", cycles);
        checkArgument(shape == Shape.COSINE_WITH_RESTARTS || cycles == 1, "cycles belong to restarts, got %s", cycles);
        checkArgument(endFactor >= 0 && endFactor <= 1, "endFactor must be in [0, 1], got %s", endFactor);
    }

    /**
     * Linear warm-up, the full rate, and linear decay.
     *
     * @param warmUpSteps steps of the warm-up; at most a tenth of the run is used
     * @param decayFrom share of the run, in [0, 1], after which the rate falls; 1 for no decay
     * @param endFactor share of the rate that is left at the end, in [0, 1]
     */
    public LearningRateSchedule(long warmUpSteps, double decayFrom, double endFactor) {
        this(cappedWarmUp(warmUpSteps), Shape.CONSTANT, 0, 1, afterShare(decayFrom), endFactor);
    }

    private static Rise cappedWarmUp(long steps) {
        checkArgument(steps >= 0, "warmUpSteps must be at least 0, got %s", steps);
        return steps == 0 ? Rise.NONE : Rise.linear(Span.steps(steps).atMost(WARM_UP_SHARE));
    }

    private static Span afterShare(double from) {
        checkArgument(from >= 0 && from <= 1, "decayFrom must be in [0, 1], got %s", from);
        return from == 1 ? Span.NONE : Span.share(1 - from);
    }

    /** The full rate from the first step to the last. */
    public static LearningRateSchedule constant() {
        return shaped(Shape.CONSTANT, 0, 1);
    }

    /** From the full rate in a straight line to {@code floor} of it. */
    public static LearningRateSchedule linear(double floor) {
        return shaped(Shape.LINEAR, floor, 1);
    }

    /** From the full rate along half a cosine to {@code floor} of it. */
    public static LearningRateSchedule cosine(double floor) {
        return shaped(Shape.COSINE, floor, 1);
    }

    /** {@code cycles} times from the full rate along half a cosine to {@code floor} of it. */
    public static LearningRateSchedule cosineWithRestarts(int cycles, double floor) {
        return shaped(Shape.COSINE_WITH_RESTARTS, floor, cycles);
    }

    private static LearningRateSchedule shaped(Shape shape, double floor, int cycles) {
        return new LearningRateSchedule(Rise.NONE, shape, floor, cycles, Span.NONE, 0);
    }

    /** Warm-up over at most a tenth of the run, then linear decay to 0 from {@code decayFrom} of the run on. */
    public static LearningRateSchedule linearDecay(long warmUpSteps, double decayFrom) {
        return new LearningRateSchedule(warmUpSteps, decayFrom, 0);
    }

    /** The same with a linear warm-up over exactly {@code steps} steps. */
    public LearningRateSchedule warmUp(long steps) {
        return warmUp(Rise.linear(Span.steps(steps)));
    }

    /** The same with another warm-up. */
    public LearningRateSchedule warmUp(Rise rise) {
        return new LearningRateSchedule(rise, shape, floor, cycles, decay, endFactor);
    }

    /** The same with a linear decay to 0 over the last {@code span} of the run. */
    public LearningRateSchedule decay(Span span) {
        return new LearningRateSchedule(warmUp, shape, floor, cycles, span, 0);
    }

    /**
     * The share of the full rate at {@code step}, counted from 0, in [0, 1].
     *
     * @param totalSteps length of the run; where it is unknown the rate does not fall
     */
    public double factor(long step, OptionalLong totalSteps) {
        double warmUpSteps = Math.floor(warmUp.span().length(totalSteps));
        double rising = warmUp.after(step + 1.0, warmUpSteps);
        if (totalSteps.isEmpty()) {
            return rising;
        }
        double total = totalSteps.getAsLong();
        double decaySteps = Math.min(decay.length(totalSteps), total);
        double left = Math.min(1, Math.max(0, (total - step) / Math.max(decaySteps, Double.MIN_NORMAL)));
        double ending = endFactor + (1 - endFactor) * left;
        return rising * middle(step - warmUpSteps, total - warmUpSteps - decaySteps) * ending;
    }

    private double middle(double step, double length) {
        if (shape == Shape.CONSTANT || step <= 0) {
            return 1;
        }
        if (step >= length) {
            return floor;
        }
        double left = switch (shape) {
            case CONSTANT -> 1;
            case LINEAR -> 1 - step / length;
            case COSINE -> falling(step, length);
            case COSINE_WITH_RESTARTS -> {
                double cycle = Math.max(1, Math.floor(length / cycles));
                yield falling(step % cycle, cycle);
            }
        };
        return floor + (1 - floor) * left;
    }

    private static double falling(double step, double length) {
        return (1 + Math.cos(Math.PI * step / length)) / 2;
    }
}
