package io.sae4j.bench.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.bench.compare.GraphReference;
import io.sae4j.bench.compare.Problem;
import io.sae4j.bench.compare.Task;
import io.sae4j.bench.compare.Workload;
import io.sae4j.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rival that computes something else proves nothing: PyTorch's steps against the graph engine, which defines ours. */
class TorchAgreementTest {
    private static final Workload SMALL = new Workload(24, 96, 64, 5, 1, 2);
    private static final List<String> NAMES =
            List.of(Weights.W_ENC, Weights.W_DEC, Weights.B_ENC, Weights.B_DEC, Weights.THRESHOLD);
    private static final double RELATIVE = 1e-5;
    /** Of a gradient's largest entry; the reference reads it off parameters, which costs digits. */
    private static final double GRADIENTS = 2e-5;

    private static final int STEPS = 4;
    /** Of a parameter after some steps, each of {@link Problem#LEARNING_RATE}; entries with a tiny gradient may differ. */
    private static final double PARAMETERS = 0.02 * STEPS * Problem.LEARNING_RATE;

    /** bf16 has 8 bits. */
    private static final double BF16 = 0.02;

    static Stream<Arguments> exact() {
        return Stream.of(
                Arguments.of(Task.TOPK, StepKind.autograd("dense_topk")),
                Arguments.of(Task.TOPK, StepKind.sparse("sparse_topk")),
                Arguments.of(Task.RELU, StepKind.autograd("dense_relu")),
                Arguments.of(Task.RELU_DENSE_START, StepKind.autograd("dense_relu")),
                Arguments.of(Task.JUMPRELU, StepKind.jumpRelu("dense_jumprelu")),
                Arguments.of(Task.JUMPRELU_WIDE, StepKind.jumpRelu("dense_jumprelu")));
    }

    static Stream<Arguments> rounded() {
        return Stream.of(
                Arguments.of(Task.TOPK_BF16, StepKind.autograd("dense_topk_bf16")),
                Arguments.of(Task.TOPK_BF16, StepKind.sparse("sparse_topk_bf16")));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void lossAndGradientsAreTheGraphs(Task task, StepKind kind) {
        Problem problem = Problem.of(task, SMALL);
        GraphReference reference = new GraphReference(problem, decoderBias());

        IValue found = startedWithBias(problem, kind).gradients();

        double loss = reference.loss();
        assertThat((double) TorchScript.item(found, 0).item_float()).isCloseTo(loss, within(RELATIVE * loss));
        Map<String, float[]> expected = reference.gradients();
        for (int i = 0; i < expected.size(); i++) {
            String name = NAMES.get(i);
            float[] gradient = expected.get(name);
            double largest = largest(gradient);
            assertThat(largest).as(name).isPositive();
            assertClose(rowMajor(TorchScript.item(found, i + 1), i, kind), gradient, GRADIENTS * largest, name);
        }
    }

    @ParameterizedTest
    @MethodSource("exact")
    void wholeStepsAreTheGraphs(Task task, StepKind kind) {
        Problem problem = Problem.of(task, SMALL);
        GraphReference reference = new GraphReference(problem, decoderBias());
        TorchStep step = startedWithBias(problem, kind);

        for (int i = 0; i < STEPS; i++) {
            step.run();
        }

        double norm = reference.gradientNormAfter(STEPS - 1);
        assertThat(norm).as("so that clipping takes part").isGreaterThan(1);
        assertThat(step.gradientNorm()).isCloseTo(norm, within(10 * RELATIVE * norm));
        Map<String, float[]> expected = reference.parametersAfter(STEPS);
        for (int i = 0; i < expected.size(); i++) {
            float[] parameter = expected.get(NAMES.get(i));
            float[] ours = rowMajor(step.parameters()[i], i, kind);
            assertMostlyClose(ours, parameter, PARAMETERS + 2e-7 * largest(parameter), NAMES.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("rounded")
    void lossInBf16IsNearTheGraphs(Task task, StepKind kind) {
        Problem problem = Problem.of(task, SMALL);
        TorchStep step = startedWithBias(problem, kind);

        step.run();

        double loss = new GraphReference(problem, decoderBias()).loss();
        assertThat(step.loss()).isCloseTo(loss, within(BF16 * loss)).isNotEqualTo(loss);
    }

    /** Not zero, so that its way through the input is seen. */
    private static float[] decoderBias() {
        SplittableRandom random = new SplittableRandom(3);
        float[] bias = new float[SMALL.d()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) (0.3 * random.nextGaussian());
        }
        return bias;
    }

    private static TorchStep startedWithBias(Problem problem, StepKind kind) {
        TorchStep step = new TorchStep(problem, kind);
        float[] bias = decoderBias();
        try (FloatPointer data = step.parameters()[NAMES.indexOf(Weights.B_DEC)].data_ptr_float()) {
            data.put(bias, 0, bias.length);
        }
        return step;
    }

    /** In the graph's shape: sparse steps keep W_enc transposed. */
    private static float[] rowMajor(Tensor tensor, int index, StepKind kind) {
        return Tensors.floats(index == 0 && kind.sparse() ? tensor.t() : tensor);
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance, String name) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(tolerance));
        }
    }

    /** Adam divides a gradient by its size, so one that is zero but for rounding moves its parameter either way. */
    private static void assertMostlyClose(float[] actual, float[] expected, double tolerance, String name) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        int far = 0;
        for (int i = 0; i < actual.length; i++) {
            far += Math.abs(actual[i] - expected[i]) <= tolerance ? 0 : 1;
        }
        assertThat(far).as("entries of %s that are not close", name).isLessThanOrEqualTo(actual.length / 200);
    }
}
