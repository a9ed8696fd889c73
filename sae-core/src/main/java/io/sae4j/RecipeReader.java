package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.Loss;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.LossSpec;
import io.sae4j.model.Provenance;
import io.sae4j.schedule.CoefficientSchedule;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.KAnnealing;
import io.sae4j.train.Normalization;
import io.sae4j.train.Resampling;
import io.sae4j.train.RunLength;
import io.sae4j.train.Start;
import io.sae4j.train.TrainingConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads what {@link TrainingConfig#describe} wrote. Every key is taken out as it is read; what is left at the end is
 * unknown, and a recipe that is not understood as a whole is refused.
 */
final class RecipeReader {
    private final String where;
    private final Map<String, Object> left;

    private RecipeReader(String where, Map<?, ?> values) {
        this.where = where;
        this.left = new LinkedHashMap<>();
        values.forEach((key, value) -> left.put(String.valueOf(key), Objects.requireNonNull(value)));
    }

    /** Sets {@code options} as {@code provenance} tells. */
    static void read(Provenance provenance, RecipeOptions options) {
        checkArgument(
                !provenance.recipe().isEmpty(),
                "the provenance holds no recipe; its SAE was not trained by this library but came from '%s'",
                provenance.origin());
        RecipeReader recipe = new RecipeReader("recipe", provenance.recipe());
        options.seed = provenance.seed();
        options.hiddenDim = recipe.integer("hiddenDim");
        RecipeReader encoder = recipe.object("encoder");
        options.encoder = Encoders.fromSpec(new EncoderSpec(encoder.text("name"), encoder.settings()));
        encoder.finish();
        recipe.losses(options);
        options.length = recipe.length();
        options.batchSize = recipe.integer("batchSize");
        options.learningRate = recipe.real("learningRate");
        if (recipe.has("gradientAccumulation")) {
            options.gradientAccumulation = recipe.integer("gradientAccumulation");
        }
        options.schedule = ScheduleReader.learningRate(recipe);
        options.kAnnealing = recipe.kAnnealing();
        options.targetL0 = recipe.has("targetL0") ? OptionalDouble.of(recipe.real("targetL0")) : OptionalDouble.empty();
        options.optimizer = recipe.optimizer();
        options.normalization = recipe.constant(Normalization.class, "normalization");
        options.decoderBiasInit = recipe.constant(DecoderBiasInit.class, "decoderBiasInit");
        if (recipe.left.containsKey("start")) {
            options.start = recipe.object("start").start();
        }
        if (recipe.left.containsKey("deadAfter")) {
            options.deadAfter = OptionalLong.of(recipe.whole("deadAfter"));
        }
        if (recipe.left.containsKey("resampling")) {
            options.resampling = Optional.of(recipe.object("resampling").resampling());
        }
        options.applyBDecToInput = recipe.flag("applyBDecToInput");
        options.skipConnection = recipe.left.containsKey("skipConnection") && recipe.flag("skipConnection");
        options.partWidths = recipe.left.containsKey("partWidths") ? recipe.integers("partWidths") : List.of();
        recipe.finish();
    }

    /**
     * A plain AuxK at the end, and nested levels before it, are what the options gave, and go back to them, so that they can be
     * changed there.
     */
    private void losses(RecipeOptions options) {
        List<Loss> losses = new ArrayList<>();
        if (!(take("losses") instanceof List<?> list)) {
            throw wrong("losses", "a list");
        }
        for (Object entry : list) {
            RecipeReader loss = new RecipeReader("loss of the recipe", asMap("losses", entry));
            LossSpec spec = new LossSpec(loss.text("name"), loss.settings());
            losses.add(new Loss(
                    Losses.fromSpec(spec), loss.real("coefficient"), ScheduleReader.coefficient(loss, spec.name())));
            loss.finish();
        }
        options.auxK = 0;
        if (!losses.isEmpty() && isPlainAuxK(last(losses))) {
            options.auxK = last(losses).coefficient();
            losses.remove(losses.size() - 1);
        }
        if (!losses.isEmpty() && last(losses).term() instanceof NestedReconstruction nested && isPlain(last(losses))) {
            options.isMatryoshka = true;
            options.matryoshka = nested;
            losses.remove(losses.size() - 1);
        }
        options.savedLosses = losses;
    }

    private static Loss last(List<Loss> losses) {
        return losses.get(losses.size() - 1);
    }

    private static boolean isPlain(Loss nested) {
        return nested.coefficient() == 1 && nested.schedule().equals(CoefficientSchedule.NONE);
    }

    private static boolean isPlainAuxK(Loss loss) {
        return loss.term().equals(new AuxK(AuxK.Form.NORMALISED))
                && loss.schedule().equals(CoefficientSchedule.NONE)
                && loss.coefficient() > 0;
    }

    private Start start() {
        Start start = new Start(
                constant(Start.DecoderRows.class, "rows"),
                real("smallestNorm"),
                real("largestNorm"),
                constant(Start.EncoderStart.class, "encoder"),
                real("initialL0"),
                real("silentShare"));
        finish();
        return start;
    }

    private Resampling resampling() {
        Resampling resampling = new Resampling(
                whole("every"),
                whole("until"),
                constant(Resampling.Direction.class, "direction"),
                real("encoderScale"),
                integer("rows"));
        finish();
        return resampling;
    }

    private RunLength length() {
        for (RunLength.Unit unit : RunLength.Unit.values()) {
            String key = unit.name().toLowerCase(Locale.ROOT);
            if (left.containsKey(key)) {
                return new RunLength(unit, whole(key));
            }
        }
        throw new IllegalArgumentException(where + " has no length; it needs steps, epochs or samples");
    }

    private KAnnealing kAnnealing() {
        return new KAnnealing(
                real("kAnnealingFactor"),
                real("kAnnealingUntil"),
                has("kAnnealingShape") ? constant(KAnnealing.Shape.class, "kAnnealingShape") : KAnnealing.Shape.ROOT);
    }

    private OptimizerSettings optimizer() {
        return new OptimizerSettings(
                has("optimizer")
                        ? constant(OptimizerSettings.Algorithm.class, "optimizer")
                        : OptimizerSettings.Algorithm.ADAM,
                real("beta1"),
                real("beta2"),
                real("epsilon"),
                has("weightDecay") ? real("weightDecay") : 0,
                clipNorm(),
                flag("unitNormDecoder"));
    }

    private double clipNorm() {
        if ("none".equals(left.get("clipNorm"))) {
            left.remove("clipNorm");
            return Double.POSITIVE_INFINITY;
        }
        return real("clipNorm");
    }

    private Map<String, Object> settings() {
        return object("settings").left;
    }

    boolean has(String key) {
        return left.containsKey(key);
    }

    boolean holds(String key, Object value) {
        return value.equals(left.get(key));
    }

    RecipeReader object(String key) {
        return new RecipeReader("'" + key + "' of the " + where, asMap(key, take(key)));
    }

    private Map<?, ?> asMap(String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(key, "an object");
    }

    private String text(String key) {
        if (take(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "a text");
    }

    private boolean flag(String key) {
        if (take(key) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, "true or false");
    }

    double real(String key) {
        if (take(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, "a number");
    }

    int integer(String key) {
        long value = whole(key);
        checkArgument(value == (int) value, "'%s' of the %s is too large: %s", key, where, value);
        return (int) value;
    }

    private List<Integer> integers(String key) {
        List<Integer> integers = new ArrayList<>();
        if (take(key) instanceof List<?> list) {
            for (Object entry : list) {
                if (!(entry instanceof Number number) || number.doubleValue() != number.intValue()) {
                    throw wrong(key, "a list of integers");
                }
                integers.add(number.intValue());
            }
            return integers;
        }
        throw wrong(key, "a list of integers");
    }

    long whole(String key) {
        if (take(key) instanceof Number number && number.doubleValue() == number.longValue()) {
            return number.longValue();
        }
        throw wrong(key, "an integer");
    }

    <E extends Enum<E>> E constant(Class<E> type, String key) {
        String name = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + key + "' of the " + where + " is '" + name + "', known are "
                + Arrays.toString(type.getEnumConstants()));
    }

    private Object take(String key) {
        Object value = left.remove(key);
        checkArgument(value != null, "the %s lacks '%s'", where, key);
        return value;
    }

    private IllegalArgumentException wrong(String key, String wanted) {
        return new IllegalArgumentException("'" + key + "' of the " + where + " must be " + wanted);
    }

    void finish() {
        checkArgument(left.isEmpty(), "the %s has settings that this version does not know: %s", where, left.keySet());
    }
}
