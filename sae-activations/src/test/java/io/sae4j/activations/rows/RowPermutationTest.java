package io.sae4j.activations.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowPermutationTest {
    @Test
    void feistelNetworkPermutes() {
        for (long rows : new long[] {1, 2, 3, 7, 64, 1021}) {
            var order = RowPermutation.feistel(rows, 5);
            List<Long> places = new ArrayList<>();
            LongStream.range(0, rows).forEach(i -> places.add(order.applyAsLong(i)));
            Collections.sort(places);
            assertThat(places).isEqualTo(LongStream.range(0, rows).boxed().toList());
        }
    }
}
