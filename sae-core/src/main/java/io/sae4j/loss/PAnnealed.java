package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import io.sae4j.model.LossSpec;
import java.util.Map;
import java.util.OptionalLong;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * p-annealing (Karvonen et al., arXiv 2408.00113): mean over rows of {@code s·Σ_j φ(a_j·‖w_j‖)} with φ the {@linkplain
 * FlooredPower p-th power} and p falling linearly from 1, which is L1, to its end. Small codes are then punished more and
 * large ones less and less.
 *
 * <p>Another p gives other values, so s follows: it starts at 1, and after a step with p, before one with p′,
 * {@code s′ = s·E Σφ_p / E Σφ_p′} on the codes of the step. The penalty of the same codes does not change with p.
 *
 * @param end p at the end, above 0 and at most 1. Too low: many small codes are cut away, and codes that have died do not return
 * @param from share of the run after which p falls, in [0, 1)
 * @param until share of the run at which it arrives, above {@code from} and at most 1
 */
public record PAnnealed(double end, double from, double until) implements LossTerm {
    public static final String NAME = "p_annealed";
    /** The number that is p. */
    public static final String EXPONENT = "p";
    /** The number that is p in the next step. */
    public static final String NEXT_EXPONENT = "nextP";
    /** The number that is s. */
    public static final String SCALE = "scale";
    /** Reported: the mean of the sums of powers with p. */
    public static final String POWERS = "powers";
    /** Reported: the same with p of the next step. */
    public static final String NEXT_POWERS = "nextPowers";
    /** Share of the run after which p falls unless said otherwise. */
    public static final double DEFAULT_FROM = 0.1;

    private static final String END = "end";
    private static final String FROM = "from";
    private static final String UNTIL = "until";

    public PAnnealed {
        checkArgument(end > 0 && end <= 1, "end must be in (0, 1], got %s", end);
        checkArgument(from >= 0 && from < 1, "from must be in [0, 1), got %s", from);
        checkArgument(until > from && until <= 1, "until must be above from = %s and at most 1, got %s", from, until);
    }

    /** The term that {@code spec} describes. */
    public static PAnnealed fromSpec(LossSpec spec) {
        return new PAnnealed(spec.doubleOr(END, 1), spec.doubleOr(FROM, DEFAULT_FROM), spec.doubleOr(UNTIL, 1));
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(NAME, ImmutableMap.of(END, end, FROM, from, UNTIL, until));
    }

    /** p in step {@code step}, counted from 0; 1 where the length of the run is unknown. */
    public double exponentAt(long step, OptionalLong totalSteps) {
        if (totalSteps.isEmpty()) {
            return 1;
        }
        double progress = (double) step / Math.max(1, totalSteps.getAsLong() - 1);
        double share = Math.min(1, Math.max(0, (progress - from) / (until - from)));
        return 1 + (end - 1) * share;
    }

    @Override
    public StepSchedule schedule(OptionalLong totalSteps) {
        return new Annealing(totalSteps);
    }

    private final class Annealing implements StepSchedule {
        private final OptionalLong totalSteps;
        private double scale = 1;

        Annealing(OptionalLong totalSteps) {
            this.totalSteps = totalSteps;
        }

        @Override
        public Map<String, Double> at(long step) {
            return Map.of(
                    EXPONENT,
                    exponentAt(step, totalSteps),
                    NEXT_EXPONENT,
                    exponentAt(step + 1, totalSteps),
                    SCALE,
                    scale);
        }

        @Override
        public void observe(Map<String, Double> reported) {
            double powers = reported.getOrDefault(POWERS, 0.0);
            double next = reported.getOrDefault(NEXT_POWERS, 0.0);
            if (powers > 0 && next > 0) {
                scale *= powers / next;
            }
        }
    }

    @Override
    public SDVariable build(LossGraph graph) {
        SDVariable sizes = graph.codes().penalised().mul(graph.penaltyNorms());
        SDVariable powers = graph.report(POWERS, meanOfPowers(graph, sizes, graph.stepValue(EXPONENT)));
        graph.report(NEXT_POWERS, meanOfPowers(graph, sizes, graph.stepValue(NEXT_EXPONENT)));
        return powers.mul(graph.stepValue(SCALE));
    }

    private static SDVariable meanOfPowers(LossGraph graph, SDVariable sizes, SDVariable exponent) {
        return graph.meanOverRows(FlooredPower.build(graph.sameDiff(), sizes, exponent));
    }

    @Override
    public boolean isSparsityPenalty() {
        return true;
    }

    @Override
    public Splitting splitting() {
        return Splitting.SUM_OVER_ROWS;
    }
}
