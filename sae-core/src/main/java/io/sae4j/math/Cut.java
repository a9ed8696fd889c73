package io.sae4j.math;

/**
 * Where a selection of the largest positive entries ends: entries above {@code value} are kept, and of those equal to it
 * the ones with an index of at most {@code lastIndex}.
 *
 * @param value the smallest value that is kept; infinite where nothing is
 * @param lastIndex of the entries equal to {@code value}, no kept one has a higher index, and no dropped one a lower
 */
public record Cut(float value, long lastIndex) {
    /** The selection of nothing. */
    public static final Cut NOTHING = new Cut(Float.POSITIVE_INFINITY, -1);

    /** Whether the entry {@code entry} at {@code index} is kept; NaN never is. */
    public boolean keeps(float entry, long index) {
        return entry > value || (entry == value && index <= lastIndex);
    }
}
