package io.sae4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
    @Test
    void readsTheHighWaterMarkInMegabytes() {
        assertThat(PeakMemory.parse(List.of("Name:\tjava", "VmHWM:\t 1000000 kB", "VmRSS:\t 5 kB")))
                .isCloseTo(1024, within(1e-9));
    }

    @Test
    void isAbsentWhereTheSystemDoesNotTell() {
        assertThat(PeakMemory.parse(List.of("Name:\tjava"))).isNull();
    }
}
