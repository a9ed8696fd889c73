package io.sae4j.cli;

import io.sae4j.Recipe;
import io.sae4j.engine.OptimizerSettings;
import java.util.Locale;

/** Optimisers by name. */
enum OptimizerChoice {
    ADAM,
    ADAMW,
    SIGNSGD;

    OptimizerSettings settings() {
        return switch (this) {
            case ADAM -> Recipe.OPTIMIZER;
            case ADAMW -> Recipe.OPTIMIZER.weightDecay(0.01);
            case SIGNSGD -> OptimizerSettings.signSgd();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
