package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.Encoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.engine.graph.GraphEngine;
import io.sae4j.engine.sparse.SparseEngine;
import io.sae4j.engine.sparse.SparseOptions;
import io.sae4j.engine.sparse.SparseSupport;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.Loss;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.EngineRequest;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.LearningRateSchedule;
import io.sae4j.train.Normalization;
import io.sae4j.train.Resampling;
import io.sae4j.train.RunLength;
import io.sae4j.train.Start;
import io.sae4j.train.Trainer;
import io.sae4j.train.TrainingConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the user chose; the rest comes from {@link Recipe}, once the data's width and length are known. */
final class RecipeOptions {
    private static final Logger log = LoggerFactory.getLogger(RecipeOptions.class);
    private static final int LARGEST_WIDTH = Integer.MAX_VALUE / 2;

    @Nullable
    Integer hiddenDim;

    int inputDim;
    int expansionFactor = Recipe.EXPANSION_FACTOR;

    @Nullable
    Encoder encoder;

    final List<Loss> losses = new ArrayList<>();
    /** Those of a saved recipe, which any of the user's own replace. */
    @Nullable
    List<Loss> savedLosses;

    OptionalDouble penalty = OptionalDouble.empty();
    double auxK = Recipe.AUXK;
    boolean isMatryoshka;
    /** The recipe's levels where null. */
    @Nullable
    NestedReconstruction matryoshka;

    /** Levels by the number of features, where {@link #matryoshka} is null; the recipe's where both are. */
    @Nullable
    IntFunction<NestedReconstruction> levelsByFeatures;

    @Nullable
    RunLength length;

    @Nullable
    Integer batchSize;

    int gradientAccumulation = 1;

    @Nullable
    Double learningRate;

    /** The rate by the number of features, where {@link #learningRate} is null; the recipe's where both are. */
    @Nullable
    IntToDoubleFunction learningRateByFeatures;

    LearningRateSchedule schedule = Recipe.SCHEDULE;

    @Nullable
    KAnnealing kAnnealing;

    @Nullable
    OptimizerSettings optimizer;

    Normalization normalization = Normalization.MEAN_NORM;
    DecoderBiasInit decoderBiasInit = DecoderBiasInit.GEOMETRIC_MEDIAN;
    Start start = Start.DEFAULT;
    OptionalLong deadAfter = OptionalLong.empty();
    Optional<Resampling> resampling = Optional.empty();

    @Nullable
    Boolean applyBDecToInput;

    boolean skipConnection;
    List<Integer> partWidths = List.of();
    long seed;
    Engine engine = Engine.AUTO;
    int microBatchSize;
    Map<String, Object> metadata = Map.of();

    /** The width of the widest part of a crosscoder's rows, or of a whole row. */
    private int width(int dIn) {
        return partWidths.isEmpty() ? dIn : Collections.max(partWidths);
    }

    private int hiddenDim(int dIn) {
        if (hiddenDim != null) {
            return hiddenDim;
        }
        long features = (long) expansionFactor * dIn;
        checkArgument(
                features <= LARGEST_WIDTH,
                "expansionFactor %s times width %s gives too many features: %s",
                expansionFactor,
                dIn,
                features);
        return (int) features;
    }

    TrainingConfig config(int dIn, int dOut, boolean ownTargets, OptionalLong rows, boolean repeatable) {
        int dSae = hiddenDim(width(dIn));
        boolean crosscoder = !partWidths.isEmpty();
        RunLength run = length != null ? length : Recipe.length(repeatable);
        int rowsAtOnce = batchSize != null ? batchSize : Recipe.batchSize(rows);
        int rowsPerStep = (int) Math.min(Integer.MAX_VALUE, (long) rowsAtOnce * gradientAccumulation);
        Encoder chosen = encoder != null ? encoder : Recipe.encoder(width(dIn), dSae);
        return new TrainingConfig(
                dSae,
                chosen,
                objective(chosen, dSae, run.steps(rowsPerStep, rows)),
                run,
                rowsAtOnce,
                gradientAccumulation,
                learningRate(chosen, dSae),
                schedule,
                kAnnealing != null ? kAnnealing : Recipe.kAnnealing(chosen, dIn),
                optimizer != null ? optimizer : Recipe.optimizer(chosen, crosscoder),
                normalization,
                decoderBiasInit,
                start,
                deadAfter,
                resampling,
                applyBDecToInput != null ? applyBDecToInput : !ownTargets && !crosscoder,
                skipConnection,
                partWidths,
                seed);
    }

    private double learningRate(Encoder chosen, int dSae) {
        if (learningRate != null) {
            return learningRate;
        }
        return learningRateByFeatures != null
                ? learningRateByFeatures.applyAsDouble(dSae)
                : Recipe.learningRate(chosen, dSae);
    }

    private NestedReconstruction levels(int dSae) {
        if (matryoshka != null) {
            return matryoshka;
        }
        return levelsByFeatures != null ? levelsByFeatures.apply(dSae) : Recipe.matryoshka(dSae);
    }

    /** Makes room for an AuxK of the user's. */
    void dropSavedAuxK() {
        if (savedLosses != null) {
            savedLosses = savedLosses.stream()
                    .filter(loss -> !loss.name().equals(AuxK.NAME))
                    .toList();
        }
    }

    private List<Loss> objective(Encoder chosen, int dSae, OptionalLong steps) {
        List<Loss> objective = new ArrayList<>(chosenLosses(chosen, steps));
        if (isMatryoshka && !contains(objective, NestedReconstruction.NAME)) {
            objective.add(Loss.of(levels(dSae), 1));
        }
        if (auxK > 0 && !contains(objective, AuxK.NAME)) {
            objective.add(Losses.auxK(auxK));
        }
        return objective;
    }

    private static boolean contains(List<Loss> losses, String name) {
        return losses.stream().anyMatch(loss -> loss.name().equals(name));
    }

    private List<Loss> chosenLosses(Encoder chosen, OptionalLong steps) {
        if (!losses.isEmpty()) {
            return losses;
        }
        return savedLosses != null ? savedLosses : Recipe.losses(chosen, !partWidths.isEmpty(), penalty, steps);
    }

    /** The engine for a run, chosen once the widths are known. */
    Trainer.EngineFactory engines() {
        return request -> {
            Optional<String> obstacle = SparseSupport.obstacle(request.objective());
            boolean sparse = engine == Engine.SPARSE || (engine == Engine.AUTO && obstacle.isEmpty());
            log.info("engine {}, because {}", sparse ? "sparse" : "graph", reason(obstacle));
            return sparse ? sparse(request) : graph(request);
        };
    }

    private String reason(Optional<String> obstacle) {
        if (engine != Engine.AUTO) {
            return "it was asked for";
        }
        return obstacle.map(why -> "the sparse engine cannot train this: " + why)
                .orElse("it is the fastest for this encoder on a CPU");
    }

    private static TrainingEngine sparse(EngineRequest request) {
        return new SparseEngine(
                request.objective(), request.optimizer(), request.parameters(), request.rows(), SparseOptions.DEFAULT);
    }

    private TrainingEngine graph(EngineRequest request) {
        return new GraphEngine(
                request.objective(),
                request.optimizer(),
                request.parameters(),
                request.ownTargets(),
                request.rows(),
                microRows(request));
    }

    /** The graph engine's parts: what the user says, else the batches that a step is made of. */
    int microRows(EngineRequest request) {
        boolean accumulates = request.rowsAtOnce() < request.rows();
        return microBatchSize == 0 && accumulates ? request.rowsAtOnce() : microBatchSize;
    }
}
