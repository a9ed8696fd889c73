package io.sae4j.schedule;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A rise to 1 over the first part of a run. With u the share of it that is done, {@code from + (1 − from)·r(u)}, where r is u,
 * {@code (1 − cos πu)/2} or {@code ⌊stairs·u⌋/stairs}; 1 afterwards.
 *
 * @param form how it rises
 * @param span over what part of the run
 * @param from the value at its start, in [0, 1]
 * @param stairs number of equal stairs of {@link Form#STEPWISE}, at least 1; 1 for other forms
 */
public record Rise(Form form, Span span, double from, int stairs) {
    /** No rise: 1 from the first step on. */
    public static final Rise NONE = linear(Span.NONE);

    /** How a number rises. */
    public enum Form {
        /** In proportion to the steps. */
        LINEAR,
        /** Half a wave of the cosine: slow, fast, slow. */
        COSINE,
        /** In equal stairs. */
        STEPWISE
    }

    public Rise {
        checkArgument(from >= 0 && from <= 1, "from must be in [0, 1], got %s", from);
        checkArgument(stairs > 0, "stairs must be positive, got %s", stairs);
        checkArgument(form == Form.STEPWISE || stairs == 1, "stairs belong to a stepwise rise, got %s", stairs);
    }

    /** From 0, in proportion to the steps. */
    public static Rise linear(Span span) {
        return new Rise(Form.LINEAR, span, 0, 1);
    }

    /** From 0 along a cosine. */
    public static Rise cosine(Span span) {
        return new Rise(Form.COSINE, span, 0, 1);
    }

    /** From 0 in so many equal stairs: n of them take n-ths of the span each, and reach {@code 1/n, …, 1} at their ends. */
    public static Rise stepwise(int stairs, Span span) {
        return new Rise(Form.STEPWISE, span, 0, stairs);
    }

    /** The same from another value at the start, in [0, 1]. */
    public Rise from(double start) {
        return new Rise(form, span, start, stairs);
    }

    /** The value after {@code done} steps of a rise that takes {@code length} of them. */
    public double after(double done, double length) {
        if (done >= length) {
            return 1;
        }
        double u = done / length;
        double risen = switch (form) {
            case LINEAR -> u;
            case COSINE -> (1 - Math.cos(Math.PI * u)) / 2;
            case STEPWISE -> Math.floor(stairs * u) / stairs;
        };
        return from + (1 - from) * risen;
    }
}
