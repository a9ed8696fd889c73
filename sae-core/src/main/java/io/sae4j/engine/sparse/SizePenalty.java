package io.sae4j.engine.sparse;

import io.sae4j.engine.StepSettings;
import io.sae4j.loss.FlooredPower;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.PAnnealed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A loss term that is a sum over codes of a function of their sizes {@code u = a·‖w‖}. */
interface SizePenalty {
    /** Name of the term. */
    String name();

    /** Sets up a step. */
    default void begin(StepSettings settings) {}

    double value(double size);

    /** The derivative of {@link #value}. */
    double slope(double size);

    /** A further function whose sum the term's schedule is told. */
    default double reported(double size) {
        return 0;
    }

    /** What the schedule is told, given the means over rows of {@link #value} and {@link #reported}. */
    default Map<String, Double> report(double values, double reported) {
        return Map.of();
    }

    /** The penalty that {@code term} is, or null where it is of another kind. */
    static @Nullable SizePenalty of(LossTerm term) {
        if (term instanceof L1 l1 && l1.decoderNorms()) {
            return new Linear();
        }
        if (term instanceof PAnnealed) {
            return new AnnealedPower();
        }
        return term instanceof L0Tanh tanh ? new Tanh(tanh.scale()) : null;
    }

    /** L1 with decoder norms. */
    record Linear() implements SizePenalty {
        @Override
        public String name() {
            return L1.NAME;
        }

        @Override
        public double value(double size) {
            return size;
        }

        @Override
        public double slope(double size) {
            return 1;
        }
    }

    /** The smooth L0. */
    record Tanh(double scale) implements SizePenalty {
        @Override
        public String name() {
            return L0Tanh.NAME;
        }

        @Override
        public double value(double size) {
            return Math.tanh(scale * size);
        }

        @Override
        public double slope(double size) {
            double t = value(size);
            return scale * (1 - t * t);
        }
    }

    /** The power whose exponent falls. */
    final class AnnealedPower implements SizePenalty {
        private double exponent = 1;
        private double nextExponent = 1;
        private double scale = 1;

        @Override
        public String name() {
            return PAnnealed.NAME;
        }

        @Override
        public void begin(StepSettings settings) {
            exponent = settings.termValue(PAnnealed.NAME, PAnnealed.EXPONENT);
            nextExponent = settings.termValue(PAnnealed.NAME, PAnnealed.NEXT_EXPONENT);
            scale = settings.termValue(PAnnealed.NAME, PAnnealed.SCALE);
        }

        @Override
        public double value(double size) {
            return scale * FlooredPower.value(size, exponent);
        }

        @Override
        public double slope(double size) {
            return scale * FlooredPower.slope(size, exponent);
        }

        @Override
        public double reported(double size) {
            return FlooredPower.value(size, nextExponent);
        }

        @Override
        public Map<String, Double> report(double values, double reported) {
            return Map.of(PAnnealed.POWERS, values / scale, PAnnealed.NEXT_POWERS, reported);
        }
    }
}
