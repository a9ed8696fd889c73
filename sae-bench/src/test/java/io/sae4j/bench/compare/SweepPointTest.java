package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepPointTest {
    private static final Workload BASE = new Workload(768, 16_384, 4096, 32, 5, 2);

    @Test
    void oneVariesWhileTheOthersStay() {
        List<SweepPoint> points = SweepPoint.around(BASE, List.of("m", "k"));

        assertThat(points).extracting(SweepPoint::varied).containsSubsequence("m", "k");
        assertThat(points.get(0).workload()).isEqualTo(new Workload(768, 4096, 4096, 32, 5, 2));
        assertThat(points.stream().filter(point -> point.varied().equals("m")).map(SweepPoint::value))
                .first()
                .isEqualTo(4096);
        assertThat(points).extracting(SweepPoint::value).contains(131_072, 256);
    }
}
