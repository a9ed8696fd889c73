package io.sae4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sae4j.eval.DensityHistogram;
import io.sae4j.eval.Metrics;
import io.sae4j.train.TrainingProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables, progress and JSON for numbers of every kind. */
class OutputTextTest {
    private static final int TERMINAL_COLUMNS = 80;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, UTF_8);

    @Test
    void jsonHasNullWhereNumbersAreNotFinite() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(ResultJson.of(metrics(Double.NaN), 0, 0).toString());

        assertThat(json.get("fvu").isNull()).isTrue();
        assertThat(json.get("cosine").isNull()).isTrue();
        assertThat(json.get("rows_per_second").isNull()).isTrue();
        assertThat(json.get("l0").asDouble()).isEqualTo(4.0);
    }

    @Test
    void tableIsAlignedAndSaysUndefined() {
        MetricsTable.print(metrics(Double.NaN), 64, "rows", stream);

        List<String> lines = bytes.toString(UTF_8).lines().toList();
        assertThat(lines.get(1)).containsPattern("FVU\\) +undefined ");
        for (String line : lines.subList(1, lines.size())) {
            assertThat(line.charAt(44)).as(line).isNotEqualTo(' ');
            assertThat(line.substring(45, 47)).as(line).isEqualTo("  ");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 900, 123_456})
    void barFitsANarrowTerminal(long step) {
        ProgressBar bar = new ProgressBar(stream);

        bar.onStep(progress(step, OptionalLong.of(123_456)));
        bar.finish();

        String text = bytes.toString(UTF_8);
        assertThat(text).startsWith("\r").endsWith(System.lineSeparator()).contains("FVU");
        assertThat(text.replaceAll("\u001b\\[K|\\R", "").length()).isLessThan(TERMINAL_COLUMNS);
    }

    @Test
    void linesComeForEachTenthAndTheLastStep() {
        ProgressLines lines = new ProgressLines(stream);

        for (long step = 1; step <= 200; step++) {
            lines.onStep(progress(step, OptionalLong.of(200)));
        }
        lines.finish();

        assertThat(bytes.toString(UTF_8).lines()).hasSize(11).last().asString().contains("200/200");
        assertThat(lines.rows()).isEqualTo(200 * 1024);
    }

    @Test
    void lastStepOfARunOfUnknownLengthIsShown() {
        ProgressLines lines = new ProgressLines(stream);

        lines.onStep(progress(1, OptionalLong.empty()));
        lines.onStep(progress(2, OptionalLong.empty()));
        lines.finish();

        assertThat(bytes.toString(UTF_8).lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("step 2 ")
                .doesNotContain("left");
    }

    private static TrainingProgress progress(long step, OptionalLong total) {
        return new TrainingProgress(
                step,
                total,
                step * 1024,
                12345.678,
                2,
                0.0712,
                1024.5,
                0.123,
                1e-3,
                0.5,
                Map.of(),
                Map.of(),
                Duration.ofMillis(10 * step));
    }

    private static Metrics metrics(double value) {
        return new Metrics(
                0,
                4,
                12.5,
                1e-6,
                value,
                value,
                value,
                Double.POSITIVE_INFINITY,
                value,
                0.25,
                new DensityHistogram(Collections.nCopies(50, 0), 64));
    }
}
