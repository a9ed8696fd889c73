package io.sae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.SparseAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartCommandTest {
    @TempDir
    Path dir;

    @Test
    void trainsOnTheShippedRowsAndTellsWhatNext() throws IOException {
        Path out = dir.resolve("quick");

        SaeRun run = SaeRun.of("quickstart", "--steps", 25, "--out", out);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Metrics on validation rows (4,096 rows)")
                .contains("What to try next")
                .contains("info --model " + out);
        assertThat(SparseAutoencoder.load(out).config().dSae()).isEqualTo(QuickstartCommand.HIDDEN_DIM);
    }

    @Test
    void jsonIsAllThatStdoutGets() throws IOException {
        SaeRun run = SaeRun.of("quickstart", "--steps", 25, "--out", dir.resolve("quick"), "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.json().get("rows").asLong()).isEqualTo(25 * 1024);
        assertThat(run.json().get("fvu").asDouble()).isBetween(0.0, 1.0);
        assertThat(run.err()).contains("What to try next");
    }
}
