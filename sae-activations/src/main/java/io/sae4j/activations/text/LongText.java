package io.sae4j.activations.text;

/** Where a text that is too long is cut. */
final class LongText {
    private LongText() {}

    /**
     * The end of the first part of {@code text}: after the last line break in the second half of what is allowed, else after
     * the last white space there, else where it is full, but within no character.
     *
     * @param limit most characters of a part; less than {@code text} has
     */
    static int cut(CharSequence text, int from, int limit) {
        int full = from + limit;
        int space = -1;
        for (int i = full; i > from + limit / 2; i--) {
            char last = text.charAt(i - 1);
            if (last == '\n') {
                return i;
            }
            if (space < 0 && Character.isWhitespace(last)) {
                space = i;
            }
        }
        if (space >= 0) {
            return space;
        }
        return limit > 1 && Character.isHighSurrogate(text.charAt(full - 1)) ? full - 1 : full;
    }
}
