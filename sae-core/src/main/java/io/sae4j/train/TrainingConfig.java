package io.sae4j.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The recipe of a training run. Saved as provenance.
 *
 * @param dSae number of features
 * @param encoder the encoder
 * @param losses terms beyond the reconstruction
 * @param length how long to train
 * @param batchSize rows that are worked through at once
 * @param gradientAccumulation batches of a step
 * @param learningRate the full rate, positive
 * @param schedule how the rate changes over the run
 * @param kAnnealing how selections narrow over the run
 * @param targetL0 mean number of features that fire on a row at the end of the run, which the sparsity penalties are steered
 *     to; empty where they are not
 * @param optimizer what gradients become, clipping, decoder norms
 * @param normalization scaling of input rows
 * @param decoderBiasInit where {@code b_dec} starts
 * @param start where the weights start
 * @param deadAfter rows without firing after which a feature counts as dead; by the length of the run where absent
 * @param resampling when and how dead features start again, if at all
 * @param applyBDecToInput whether {@code b_dec} is subtracted before encoding
 * @param skipConnection whether the reconstruction has a linear part
 * @param partWidths columns of the parts of a crosscoder's rows; empty for all others
 * @param seed of everything random
 */
public record TrainingConfig(
        int dSae,
        Encoder encoder,
        List<Loss> losses,
        RunLength length,
        int batchSize,
        int gradientAccumulation,
        double learningRate,
        LearningRateSchedule schedule,
        KAnnealing kAnnealing,
        OptionalDouble targetL0,
        OptimizerSettings optimizer,
        Normalization normalization,
        DecoderBiasInit decoderBiasInit,
        Start start,
        OptionalLong deadAfter,
        Optional<Resampling> resampling,
        boolean applyBDecToInput,
        boolean skipConnection,
        List<Integer> partWidths,
        long seed) {

    public TrainingConfig {
        checkArgument(dSae > 0, "hiddenDim must be positive, got %s", dSae);
        checkArgument(batchSize > 0, "batchSize must be positive, got %s", batchSize);
        checkArgument(gradientAccumulation > 0, "gradientAccumulation must be positive, got %s", gradientAccumulation);
        checkArgument(
                (long) batchSize * gradientAccumulation <= Integer.MAX_VALUE,
                "gradientAccumulation %s times batchSize %s gives too many rows of a step",
                gradientAccumulation,
                batchSize);
        checkArgument(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be positive and finite, got %s",
                learningRate);
        checkArgument(
                deadAfter.isEmpty() || deadAfter.getAsLong() > 0,
                "deadAfter must be positive, got %s",
                deadAfter.orElse(0));
        checkArgument(
                start.hasUnitRows() || !optimizer.unitNormDecoder(),
                "a start with decoder rows that have not unit length needs an optimizer with unitNormDecoder false, got %s",
                start);
        losses = ImmutableList.copyOf(losses);
        partWidths = ImmutableList.copyOf(partWidths);
        for (Loss loss : losses) {
            loss.term().checkWidths(dSae);
        }
    }

    /** Rows of an optimiser step. */
    public int rowsPerStep() {
        return batchSize * gradientAccumulation;
    }

    /** The recipe as JSON-compatible values by name, for provenance. */
    public Map<String, Object> describe() {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("hiddenDim", dSae);
        recipe.put("encoder", named(encoder.spec().name(), encoder.spec().settings()));
        recipe.put("losses", losses.stream().map(TrainingConfig::describe).toList());
        recipe.put(length.unit().name().toLowerCase(Locale.ROOT), length.amount());
        recipe.put("batchSize", batchSize);
        recipe.put("gradientAccumulation", gradientAccumulation);
        recipe.put("learningRate", learningRate);
        recipe.put("schedule", ScheduleValues.of(schedule));
        recipe.put("kAnnealingFactor", kAnnealing.startFactor());
        recipe.put("kAnnealingUntil", kAnnealing.until());
        recipe.put("kAnnealingShape", kAnnealing.shape().name());
        targetL0.ifPresent(target -> recipe.put("targetL0", target));
        recipe.put("optimizer", optimizer.algorithm().name());
        recipe.put("beta1", optimizer.beta1());
        recipe.put("beta2", optimizer.beta2());
        recipe.put("epsilon", optimizer.epsilon());
        recipe.put("weightDecay", optimizer.weightDecay());
        recipe.put("clipNorm", Double.isInfinite(optimizer.clipNorm()) ? "none" : optimizer.clipNorm());
        recipe.put("unitNormDecoder", optimizer.unitNormDecoder());
        recipe.put("normalization", normalization.name());
        recipe.put("decoderBiasInit", decoderBiasInit.name());
        recipe.put("start", start.describe());
        deadAfter.ifPresent(rows -> recipe.put("deadAfter", rows));
        resampling.ifPresent(chosen -> recipe.put("resampling", chosen.describe()));
        recipe.put("applyBDecToInput", applyBDecToInput);
        recipe.put("skipConnection", skipConnection);
        recipe.put("partWidths", partWidths);
        return recipe;
    }

    private static Map<String, Object> describe(Loss loss) {
        Map<String, Object> described =
                new LinkedHashMap<>(named(loss.name(), loss.term().spec().settings()));
        described.put("coefficient", loss.coefficient());
        ScheduleValues.add(loss, described);
        return described;
    }

    private static Map<String, Object> named(String name, Map<String, Object> settings) {
        return ImmutableMap.of("name", name, "settings", settings);
    }
}
