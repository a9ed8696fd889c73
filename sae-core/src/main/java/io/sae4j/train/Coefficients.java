package io.sae4j.train;

import io.sae4j.engine.StepResult;
import io.sae4j.loss.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The weights of the loss terms from step to step: what each term says, and for sparsity penalties times the factor that
 * steers L0 to the recipe's target, where there is one.
 */
final class Coefficients {
    private final List<Loss> losses;
    private final @Nullable SparsityController controller;
    private Map<String, Double> last = Map.of();

    private Coefficients(List<Loss> losses, @Nullable SparsityController controller) {
        this.losses = losses;
        this.controller = controller;
    }

    /** @param totalSteps length of the run, where known */
    static Coefficients during(TrainingConfig config, OptionalLong totalSteps) {
        boolean steered =
                config.targetL0().isPresent() && config.losses().stream().anyMatch(Coefficients::isSteered);
        return new Coefficients(
                config.losses(),
                steered ? new SparsityController(config.targetL0().getAsDouble(), totalSteps) : null);
    }

    private static boolean isSteered(Loss loss) {
        return loss.term().isSparsityPenalty();
    }

    /**
     * The weights at {@code step}, counted from 0.
     *
     * @param totalSteps length of the run, where known
     */
    Map<String, Double> at(long step, OptionalLong totalSteps) {
        Map<String, Double> coefficients = new LinkedHashMap<>();
        for (Loss loss : losses) {
            double factor = controller != null && isSteered(loss) ? controller.factor() : 1;
            coefficients.put(loss.name(), factor * loss.coefficientAt(step, totalSteps));
        }
        last = coefficients;
        return coefficients;
    }

    /**
     * Takes notice of a step's outcome.
     *
     * @param narrowing multiple of the target that is aimed at for now
     */
    void observe(StepResult result, double narrowing) {
        if (controller == null) {
            return;
        }
        double penalty = 0;
        for (Loss loss : losses) {
            if (isSteered(loss)) {
                penalty += loss.coefficient() * result.terms().getOrDefault(loss.name(), 0.0);
            }
        }
        controller.observe(result.l0(), narrowing, penalty, result.mse());
    }

    /** The steered weights of the last step by term; empty where nothing is steered. */
    Map<String, Double> steered() {
        Map<String, Double> steered = new LinkedHashMap<>(last);
        steered.keySet()
                .retainAll(losses.stream()
                        .filter(loss -> controller != null && isSteered(loss))
                        .map(Loss::name)
                        .toList());
        return steered;
    }
}
