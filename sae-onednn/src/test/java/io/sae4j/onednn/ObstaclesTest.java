package io.sae4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of real classpaths, {@code consumers/onednn} shows. */
class ObstaclesTest {
    private static final Optional<String> PRESETS = Optional.of("3.11-1.5.13");
    private static final Optional<String> OLD = Optional.of("1.5.7");
    private static final Optional<String> NEW = Optional.of("1.5.13");

    @Test
    void findsNoneInThisBuild() {
        assertThat(Obstacles.find()).isEmpty();
    }

    @Test
    void versionsThatMatchAreFine() {
        assertThat(Obstacles.javaCpp(PRESETS, NEW, NEW)).isEmpty();
        assertThat(Obstacles.javaCpp(Optional.empty(), OLD, NEW)).isEmpty();
    }

    @Test
    void otherVersionsAreNamedWithTheLinesThatSettleThem() {
        assertThat(Obstacles.javaCpp(PRESETS, OLD, NEW))
                .hasValueSatisfying(message -> assertThat(message)
                        .startsWith(
                                "it wants JavaCPP 1.5.13, but the jar on the classpath is 1.5.7 and the natives for ")
                        .contains(" are 1.5.13. ")
                        .containsPattern(
                                "<artifactId>javacpp</artifactId>\\s*<version>1.5.13</version>\\s*</dependency>")
                        .containsPattern("<version>1.5.13</version>\\s*<classifier>linux-"));
        assertThat(Obstacles.javaCpp(PRESETS, NEW, OLD)).isPresent();
        assertThat(Obstacles.javaCpp(PRESETS, OLD, OLD)).isPresent();
        assertThat(Obstacles.javaCpp(PRESETS, NEW, Optional.empty()))
                .hasValueSatisfying(message -> assertThat(message).contains(" are missing. "));
    }
}
