package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.nd.HostArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same seed and data give the same bits, whoever computes what. */
class SameBitsTest {
    private static final int STEPS = 5;

    /** What a run leaves: losses and norms of the steps, and the parameters. */
    record Run(List<Double> numbers, Map<String, List<Float>> parameters) {}

    static Stream<AgreementCase> cases() {
        return AgreementCases.eachEncoder(new AgreementCase.Shape(12, 12, 130, 300));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void forAnyNumberOfThreads(AgreementCase which) {
        for (double clipping : new double[] {1, Double.POSITIVE_INFINITY}) {
            Run expected = run(which, 1, clipping);
            for (int threads : new int[] {2, 3, 7}) {
                assertThat(run(which, threads, clipping))
                        .as("%s threads, clipped at %s", threads, clipping)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void besideAnotherEngine(AgreementCase which) {
        Run expected = run(which, 2, 1);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<Run> first = CompletableFuture.supplyAsync(() -> run(which, 2, 1), two);
            CompletableFuture<Run> second = CompletableFuture.supplyAsync(() -> run(which, 2, 1), two);
            assertThat(first.join()).isEqualTo(expected);
            assertThat(second.join()).isEqualTo(expected);
        } finally {
            two.shutdown();
        }
    }

    private static Run run(AgreementCase which, int threads, double clipping) {
        Map<String, INDArray> parameters = which.parameters();
        OptimizerSettings optimizer = new OptimizerSettings(0.9, 0.999, 1e-8, clipping, true);
        SparseOptions options = new SparseOptions(threads, SparseOptions.Mode.AUTO);
        List<Double> numbers = new ArrayList<>();
        Map<String, List<Float>> after = new TreeMap<>();
        try (SparseEngine engine = new SparseEngine(
                which.spec(), optimizer, parameters, which.shape().rows(), options)) {
            for (int step = 0; step < STEPS; step++) {
                StepResult result = engine.step(which.batch(step, parameters), which.settings(1e-2));
                numbers.addAll(List.of(
                        result.loss(), result.mse(), result.l0(), result.gradientNorm(), result.smallestCode()));
                numbers.addAll(new TreeMap<>(result.terms()).values());
            }
            engine.parameters().forEach((name, value) -> after.put(name, list(HostArrays.toFloats(value))));
        }
        return new Run(numbers, after);
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
