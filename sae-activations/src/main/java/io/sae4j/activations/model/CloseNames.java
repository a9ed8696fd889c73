package io.sae4j.activations.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Picks the names that someone may have meant. */
final class CloseNames {
    private static final int MOST = 8;

    private CloseNames() {}

    /** All of a few names; of many, those with the smallest edit distance to {@code name}, and how many more there are. */
    static String of(String name, Collection<String> names) {
        if (names.size() <= MOST) {
            return "there are " + String.join(", ", names);
        }
        List<String> closest = names.stream()
                .sorted(Comparator.comparingInt(other -> distance(name, other)))
                .limit(MOST)
                .toList();
        return closest.stream().collect(Collectors.joining(", ", "close are ", "")) + " (of " + names.size() + ")";
    }

    /** How many letters must be put in, taken out or changed, upper and lower case being the same. */
    private static int distance(String name, String other) {
        String a = name.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
