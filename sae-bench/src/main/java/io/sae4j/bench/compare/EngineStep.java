package io.sae4j.bench.compare;

import io.sae4j.data.Batch;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.loss.Loss;
import java.util.List;
import java.util.stream.Collectors;

/** A step of one of our engines. */
final class EngineStep implements MeasuredStep {
    private final TrainingEngine engine;
    private final Batch batch;
    private final StepSettings settings;
    private final String library;
    private double l0 = Double.NaN;

    /**
     * @param engine closed with this
     * @param products what computes its products
     */
    EngineStep(TrainingEngine engine, Problem problem, List<Loss> losses, String products) {
        this.engine = engine;
        library = "sae4j's " + engine.name() + " engine, products by " + products;
        batch = problem.batch();
        settings = new StepSettings(
                Problem.LEARNING_RATE,
                losses.stream().collect(Collectors.toMap(Loss::name, Loss::coefficient)),
                1,
                problem.dead());
    }

    @Override
    public void run() {
        l0 = engine.step(batch, settings).l0();
    }

    @Override
    public double l0() {
        return l0;
    }

    @Override
    public String library() {
        return library;
    }

    @Override
    public void close() {
        engine.close();
    }
}
