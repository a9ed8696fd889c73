package io.sae4j.activations.file;

import java.util.regex.Pattern;

/** Numbers as text: decimals with a point, with or without exponent, {@code nan}, {@code inf} and {@code infinity}. */
final class CsvNumber {
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

    private CsvNumber() {}

    static boolean isNumber(String text) {
        return isDecimal(text) || NOT_FINITE.matcher(text).matches();
    }

    /**
     * The number of the current cell, rounded to the nearest float.
     *
     * @throws io.sae4j.format.FormatException when it is none, or a finite one beyond float's range
     */
    static float parse(CsvCells cells) {
        String text = cells.text();
        if (isDecimal(text)) {
            float number = Float.parseFloat(text);
            if (Float.isInfinite(number)) {
                throw cells.wrong("'" + text + "' is beyond the range of float");
            }
            return number;
        }
        if (NOT_FINITE.matcher(text).matches()) {
            return notFinite(text);
        }
        throw cells.wrong(text.isEmpty() ? "the cell is empty" : "'" + shortened(text) + "' is not a number");
    }

    /** Stricter than {@link Float#parseFloat}, which takes hexadecimal and the suffixes f and d. */
    private static boolean isDecimal(String text) {
        int at = skipSign(text, 0);
        int digits = countDigits(text, at);
        at += digits;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = countDigits(text, at + 1);
            digits += fraction;
            at += 1 + fraction;
        }
        if (digits > 0 && at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at = skipSign(text, at + 1);
            digits = countDigits(text, at);
            at += digits;
        }
        return digits > 0 && at == text.length();
    }

    private static int skipSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int countDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    private static float notFinite(String text) {
        if (text.endsWith("n") || text.endsWith("N")) {
            return Float.NaN;
        }
        return text.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }

    /** For messages. */
    static String shortened(String text) {
        int most = 40;
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
