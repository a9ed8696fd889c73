package io.sae4j.activations.store;

import java.util.Arrays;

/** Collects distinct numbers; neighbours that are alike cost nothing. */
final class DistinctNumbers {
    private long[] numbers = new long[1 << 10];
    private int size;

    void add(long number) {
        if (size > 0 && numbers[size - 1] == number) {
            return;
        }
        if (size == numbers.length) {
            compact();
            if (size > numbers.length / 2) {
                numbers = Arrays.copyOf(numbers, 2 * numbers.length);
            }
        }
        numbers[size++] = number;
    }

    /** Each number once, ascending. */
    long[] sorted() {
        compact();
        return Arrays.copyOf(numbers, size);
    }

    private void compact() {
        Arrays.sort(numbers, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || numbers[kept - 1] != numbers[i]) {
                numbers[kept++] = numbers[i];
            }
        }
        size = kept;
    }
}
