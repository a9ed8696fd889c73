package io.sae4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Mistakes on the command line: exit code 2 and one line that says what is wrong. */
class BenchCommandLineTest {
    private record Run(int exit, String out, String err) {
        static Run of(String... args) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine line = BenchCommandLine.create();
            line.setOut(new PrintWriter(out));
            line.setErr(new PrintWriter(err));
            int exit = line.execute(args);
            return new Run(exit, out.toString(), err.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compare --steps x      | Invalid value for option '--steps': 'x' is not an int",
                "compare --nonsense     | Unknown option: '--nonsense'",
                "compare --k 0          | --k must be positive, got 0",
                "compare --d -1         | --d must be positive, got -1",
                "compare --m 16 --k 17  | --k must be at most --m, got 17 and 16",
                "compare --rounds 0     | --rounds must be positive, got 0",
                "compare --only dense   | unknown row 'dense'; known are ours-fused-topk, ours-fused-topk-bf16,",
                "compare --json no/r.json | --json must lie in a folder that is there, got no/r.json",
                "sweep --row torch      | unknown row 'torch'; known are ours-fused-topk,",
                "sweep --vary m,heads   | --vary knows m, batch, d and k, got 'heads'",
                "sweep --threads 0      | --threads must be positive, got 0",
                "race                   | Unmatched argument at index 0: 'race'"
            })
    void aMistakeIsToldInOneLine(String arguments, String message) {
        Run run = Run.of(arguments.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().startsWith("sae-bench: " + message);
    }

    @Test
    void helpIsNoMistake() {
        Run run = Run.of("compare", "--help");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("--only", "--json", "--rounds");
    }
}
