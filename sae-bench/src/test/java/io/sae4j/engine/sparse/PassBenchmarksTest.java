package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibraries;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark of a pass runs; what it measures is not looked at. */
class PassBenchmarksTest {
    private static final String TINY = "8x1300x50x4";

    @ParameterizedTest
    @ValueSource(
            classes = {
                PassSelectionBenchmark.class,
                PassDecodeBenchmark.class,
                PassTransposeBenchmark.class,
                PassUpdateBenchmark.class
            })
    void runs(Class<?> benchmark) throws RunnerException {
        assertRuns(options(benchmark));
    }

    @Test
    void productsRun() throws RunnerException {
        assertRuns(options(PassProductBenchmark.class).param("product", "openblas:FLOAT32"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "BFLOAT16"})
    void codesAreChosen(String precision) throws RunnerException {
        assumeTrue(ProductLibraries.best().orElseThrow().offers(Precision.valueOf(precision)));
        assertRuns(options(PassCodesBenchmark.class).param("precision", precision));
    }

    private static ChainedOptionsBuilder options(Class<?> benchmark) {
        return new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .param("size", TINY)
                .forks(0)
                .mode(Mode.SingleShotTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static void assertRuns(ChainedOptionsBuilder options) throws RunnerException {
        Collection<RunResult> results = new Runner(options.build()).run();
        assertThat(results)
                .isNotEmpty()
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
