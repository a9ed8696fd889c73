package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.schedule.CoefficientSchedule;
import io.sae4j.schedule.Rise;
import io.sae4j.schedule.Span;
import io.sae4j.train.LearningRateSchedule;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The part of {@link RecipeReader} that reads schedules. */
final class ScheduleReader {
    private ScheduleReader() {}

    /** Recipes had three plain numbers before there were other schedules. */
    static LearningRateSchedule learningRate(RecipeReader recipe) {
        if (!recipe.has("schedule")) {
            return new LearningRateSchedule(
                    recipe.whole("warmUpSteps"), recipe.real("decayFrom"), recipe.real("endFactor"));
        }
        RecipeReader values = recipe.object("schedule");
        RecipeReader decay = values.object("decay");
        LearningRateSchedule schedule = new LearningRateSchedule(
                rise(values.object("warmUp")),
                values.constant(LearningRateSchedule.Shape.class, "shape"),
                values.real("floor"),
                values.integer("cycles"),
                span(decay),
                values.real("endFactor"));
        decay.finish();
        values.finish();
        return schedule;
    }

    static CoefficientSchedule coefficient(RecipeReader loss, String name) {
        if (!loss.has("schedule")) {
            return CoefficientSchedule.linear(Span.steps(loss.whole("warmUpSteps")));
        }
        checkArgument(
                !loss.holds("schedule", "function"),
                "the coefficient of loss '%s' followed a function, which a recipe cannot hold; give the losses again"
                        + " and every other option, without the recipe",
                name);
        return CoefficientSchedule.of(rise(loss.object("schedule")));
    }

    private static Rise rise(RecipeReader values) {
        Rise rise = new Rise(
                values.constant(Rise.Form.class, "form"), span(values), values.real("from"), values.integer("stairs"));
        values.finish();
        return rise;
    }

    private static Span span(RecipeReader values) {
        return new Span(
                values.has("steps") ? OptionalLong.of(values.whole("steps")) : OptionalLong.empty(),
                values.has("share") ? OptionalDouble.of(values.real("share")) : OptionalDouble.empty());
    }
}
