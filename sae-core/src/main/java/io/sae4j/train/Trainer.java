package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Booleans;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.EpochReader;
import io.sae4j.data.FiniteCheck;
import io.sae4j.data.InputStatistics;
import io.sae4j.data.RowSample;
import io.sae4j.engine.FeatureRestart;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.inference.Codec;
import io.sae4j.inference.Folding;
import io.sae4j.loss.Loss;
import io.sae4j.loss.StepSchedules;
import io.sae4j.math.RandomStreams;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training run: sample, scale, start, steps, fold. Used once, by one thread; {@link #requestStop} by any. */
public final class Trainer {
    private static final Logger log = LoggerFactory.getLogger(Trainer.class);

    private final TrainingConfig config;
    private final ActivationSource source;
    private final EngineFactory engines;
    private final List<TrainingListener> listeners;
    private volatile boolean stopRequested;

    /** Makes the engine that a run uses, from the parameters at the start. */
    @FunctionalInterface
    public interface EngineFactory {
        TrainingEngine create(EngineRequest request);
    }

    /**
     * @throws IllegalArgumentException when source and recipe do not fit
     */
    public Trainer(
            TrainingConfig config, ActivationSource source, EngineFactory engines, List<TrainingListener> listeners) {
        this.config = config;
        this.source = source;
        this.engines = engines;
        this.listeners = List.copyOf(listeners);
        config.encoder().checkWidths(source.inputWidth(), config.dSae());
        checkArgument(
                source.repeatable()
                        || config.length().unit() != RunLength.Unit.EPOCHS
                        || config.length().amount() == 1,
                "epochs must be 1 for a source that can be read only once, got %s; collect the stream into an INDArray"
                        + " or a list, or pass an Iterable",
                config.length().amount());
        RowKind.check(config, source);
    }

    /** Ends the run after the step in progress; {@link #run} then returns what was trained so far. */
    public void requestStop() {
        stopRequested = true;
    }

    /**
     * Trains.
     *
     * @throws IllegalArgumentException when the activations are empty, not finite or of changing width
     * @throws IllegalStateException when the loss is no longer finite
     */
    public TrainedSae run() {
        RandomStreams streams = new RandomStreams(config.seed());
        RowSample sample = RowSample.draw(source, streams.seedOf("sample"));
        RowScaling scaling = RowScaling.of(config, sample);
        float[] decoderBias = decoderBias(sample, scaling);
        ObjectiveSpec objective = new ObjectiveSpec(
                source.inputWidth(),
                source.targetWidth(),
                config.dSae(),
                config.encoder(),
                config.losses(),
                config.applyBDecToInput(),
                config.skipConnection(),
                config.partWidths());
        Map<String, INDArray> start = Initialization.parameters(
                config, source.inputWidth(), source.targetWidth(), source.hasOwnTargets(), decoderBias);
        InitialBias.set(config, start, sample, scaling.scales());
        EngineRequest request = new EngineRequest(
                objective, config.optimizer(), start, source.hasOwnTargets(), config.rowsPerStep(), config.batchSize());
        try (TrainingEngine engine = engines.create(request);
                EpochReader reader = reader(sample.source(), streams)) {
            log.info(
                    "training {} features on rows of width {} with the {} engine, input scale {}",
                    config.dSae(),
                    source.inputWidth(),
                    engine.name(),
                    scaling.describe());
            OptionalLong total = config.length().steps(config.rowsPerStep(), source.rowCount());
            ThresholdAverage threshold = ThresholdAverage.during(config, total);
            Resampler resampler = config.resampling()
                    .map(settings -> new Resampler(settings, streams, sample, scaling.scales()))
                    .orElse(null);
            long steps = loop(engine, reader, scaling, total, threshold, resampler);
            checkArgument(
                    steps > 0 || stopRequested,
                    "activations must hold at least one batch of %s rows; use a smaller batchSize",
                    config.rowsPerStep());
            Folding.Folded folded = fold(engine.parameters(), scaling, threshold);
            return new TrainedSae(config, folded, sample, steps, steps * config.rowsPerStep(), source.rowCount());
        }
    }

    private Folding.Folded fold(Map<String, INDArray> parameters, RowScaling scaling, ThresholdAverage threshold) {
        return Folding.fold(
                config.encoder(),
                threshold.addTo(parameters, config.dSae()),
                new Folding.Rows(scaling.scales(), source.hasOwnTargets(), config.applyBDecToInput()),
                Map.of());
    }

    private EpochReader reader(ActivationSource rows, RandomStreams streams) {
        return config.length().unit() == RunLength.Unit.EPOCHS
                ? EpochReader.of(rows, streams, config.length().amount())
                : EpochReader.endless(rows, streams);
    }

    private float[] decoderBias(RowSample sample, RowScaling scaling) {
        if (config.decoderBiasInit() == DecoderBiasInit.ZERO) {
            return new float[source.targetWidth()];
        }
        InputStatistics statistics = InputStatistics.ofTargets(sample);
        double[] center =
                config.decoderBiasInit() == DecoderBiasInit.MEAN ? statistics.mean() : statistics.geometricMedian();
        return scaling.scaledTarget(center);
    }

    private long loop(
            TrainingEngine engine,
            EpochReader reader,
            RowScaling scaling,
            OptionalLong total,
            ThresholdAverage threshold,
            @Nullable Resampler resampler) {
        DeadFeatures dead = DeadFeatures.during(config, total);
        Batch batch = Batch.forSource(source, config.rowsPerStep());
        Progress progress = new Progress(config, total);
        StepSchedules schedules = new StepSchedules(config.losses(), total);
        long step = 0;
        while (!stopRequested && (total.isEmpty() || step < total.getAsLong()) && reader.next(batch)) {
            FiniteCheck.require(batch);
            scaling.apply(batch);
            boolean[] deadNow = dead.dead();
            double rate = config.learningRate() * config.schedule().factor(step, total);
            double widening = config.kAnnealing().factor(step, total);
            StepResult result = engine.step(
                    batch, new StepSettings(rate, coefficients(step, total), widening, deadNow, schedules.at(step)));
            if (!Double.isFinite(result.loss()) || !Double.isFinite(result.gradientNorm())) {
                throw new IllegalStateException("training diverged at step " + (step + 1) + ": loss " + result.loss()
                        + ", gradient norm " + result.gradientNorm() + "; lower the learning rate (now "
                        + config.learningRate() + ")");
            }
            dead.update(result.firings(), batch.rows());
            threshold.observe(result);
            schedules.observe(result.reported());
            step++;
            if (resampler != null && resampler.isDue(step, total)) {
                resample(resampler, step, engine, scaling, threshold, dead);
            }
            if (!listeners.isEmpty()) {
                TrainingProgress now = progress.after(step, batch, result, deadNow, rate);
                listeners.forEach(listener -> listener.onStep(now));
            }
        }
        return step;
    }

    private void resample(
            Resampler resampler,
            long step,
            TrainingEngine engine,
            RowScaling scaling,
            ThresholdAverage threshold,
            DeadFeatures dead) {
        boolean[] deadNow = dead.dead();
        if (Booleans.contains(deadNow, true)) {
            Folding.Folded folded = fold(engine.parameters(), scaling, threshold);
            Codec codec = new Codec(folded.config(), config.encoder(), folded.weights());
            FeatureRestart restart = resampler.restart(step, codec, engine.parameters(), deadNow);
            engine.restart(restart);
            dead.forget(restart.features());
            log.debug("step {}: {} dead features start again", step, restart.features().length);
        }
    }

    private Map<String, Double> coefficients(long step, OptionalLong total) {
        Map<String, Double> coefficients = new HashMap<>();
        for (Loss loss : config.losses()) {
            coefficients.put(loss.name(), loss.coefficientAt(step, total));
        }
        return coefficients;
    }

    /** Turns step results into what listeners see. */
    private static final class Progress {
        private final TrainingConfig config;
        private final OptionalLong total;
        private final long start = System.nanoTime();

        Progress(TrainingConfig config, OptionalLong total) {
            this.config = config;
            this.total = total;
        }

        TrainingProgress after(long step, Batch batch, StepResult result, boolean[] dead, double rate) {
            int deadCount = 0;
            for (boolean isDead : dead) {
                deadCount += isDead ? 1 : 0;
            }
            return new TrainingProgress(
                    step,
                    total,
                    step * config.rowsPerStep(),
                    result.loss(),
                    result.mse(),
                    result.mse() / Math.max(BatchVariance.ofTargets(batch), Double.MIN_NORMAL),
                    result.l0(),
                    (double) deadCount / dead.length,
                    rate,
                    result.gradientNorm(),
                    result.terms(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
