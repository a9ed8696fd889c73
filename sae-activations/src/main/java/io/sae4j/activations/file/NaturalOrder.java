package io.sae4j.activations.file;

import java.nio.file.Path;
import java.util.Comparator;

/** Names by their characters, with runs of digits by their number: {@code shard-2} before {@code shard-10}. */
final class NaturalOrder {
    /** Paths, name by name. */
    static final Comparator<Path> OF_PATHS = NaturalOrder::comparePaths;

    private NaturalOrder() {}

    private static int comparePaths(Path a, Path b) {
        int common = Math.min(a.getNameCount(), b.getNameCount());
        for (int i = 0; i < common; i++) {
            int order = compare(a.getName(i).toString(), b.getName(i).toString());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.getNameCount(), b.getNameCount());
    }

    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endOfA = endOfDigits(a, i);
            int endOfB = endOfDigits(b, j);
            int order;
            if (endOfA > i && endOfB > j) {
                order = compareNumbers(a.substring(i, endOfA), b.substring(j, endOfB));
                i = endOfA;
                j = endOfB;
            } else {
                order = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    /** Numbers of any length. */
    private static int compareNumbers(String a, String b) {
        String x = withoutLeadingZeros(a);
        String y = withoutLeadingZeros(b);
        return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
    }

    private static String withoutLeadingZeros(String digits) {
        int at = 0;
        while (at < digits.length() && digits.charAt(at) == '0') {
            at++;
        }
        return digits.substring(at);
    }

    private static int endOfDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
