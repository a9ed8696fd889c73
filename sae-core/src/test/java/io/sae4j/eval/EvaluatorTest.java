package io.sae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.encoder.Activation;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.EncoderGraph;
import io.sae4j.encoder.TrainingCodes;
import io.sae4j.inference.Codec;
import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class EvaluatorTest {
    private static final int D_IN = 6;
    private static final int D_SAE = 11;

    /** What the codec computes in float, against double sums over what it delivered. */
    private static final double PERCENT = 1e-6;

    private static final class Relu implements Encoder {
        @Override
        public EncoderSpec spec() {
            return EncoderSpec.of("test-relu");
        }

        @Override
        public TrainingCodes build(EncoderGraph graph) {
            throw new UnsupportedOperationException("not trained here");
        }

        @Override
        public Activation activation(SaeConfig config, Weights weights) {
            return (values, rows) -> {
                for (int i = 0; i < rows * config.dSae(); i++) {
                    values[i] = Math.max(0, values[i]);
                }
            };
        }
    }

    private static Codec codec(int dOut, double offset) {
        SaeConfig config = new SaeConfig(D_IN, dOut, D_SAE, EncoderSpec.of("test-relu"), dOut == D_IN, 1, Map.of());
        float[] bias = Blocks.gaussian(12, 1, D_SAE, -1, 1)[0];
        bias[3] = -1e9f;
        Weights weights = Weights.of(Map.of(
                Weights.W_ENC, Nd4j.create(Blocks.gaussian(10, D_IN, D_SAE, 0, 0.5)),
                Weights.W_DEC, Nd4j.create(Blocks.gaussian(11, D_SAE, dOut, 0, 0.5)),
                Weights.B_ENC, Nd4j.createFromArray(bias),
                Weights.B_DEC, Nd4j.createFromArray(Blocks.gaussian(13, 1, dOut, offset, 1)[0])));
        return new Codec(config, new Relu(), weights);
    }

    private static NaiveMetrics naive(Codec codec, float[][] input, float[][] target) {
        float[][] codes = new float[input.length][D_SAE];
        float[][] reconstruction = new float[input.length][codec.config().dOut()];
        for (int r = 0; r < input.length; r++) {
            codec.encodeBlock(input[r], 0, 1, codes[r]);
            codec.decodeBlock(codes[r], 1, reconstruction[r]);
        }
        return new NaiveMetrics(target, reconstruction, codes);
    }

    private static void assertAgrees(Evaluation evaluation, NaiveMetrics naive, int rows) {
        Metrics metrics = evaluation.metrics();
        assertThat(metrics.rows()).isEqualTo(rows);
        assertThat(metrics.l0()).isCloseTo(naive.l0(), withinPercentage(PERCENT));
        assertThat(metrics.l1()).isCloseTo(naive.l1(), withinPercentage(1e-3));
        assertThat(metrics.mse()).isCloseTo(naive.error() / rows, withinPercentage(0.01));
        assertThat(metrics.fvu()).isCloseTo(naive.error() / naive.variance(), withinPercentage(0.01));
        assertThat(metrics.cosine()).isCloseTo(naive.cosine(), withinPercentage(1e-3));
        assertThat(metrics.normRatio()).isCloseTo(naive.normRatio(), withinPercentage(1e-3));
        assertThat(metrics.relativeReconstructionBias()).isCloseTo(naive.bias(), withinPercentage(1e-3));
        long dead = IntStream.range(0, D_SAE).filter(j -> naive.density(j) == 0).count();
        assertThat(metrics.deadFraction()).isEqualTo((double) dead / D_SAE).isPositive();
        assertThat(evaluation.featureDensity()[3]).isZero();
        assertThat(evaluation.featureDensity()[4]).isEqualTo(naive.density(4));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 10_000})
    void measuresAnAutoencoderOverSeveralBlocks(double offset) {
        int rows = 2500;
        float[][] input = Blocks.gaussian(1, rows, D_IN, offset, 1);
        Codec codec = codec(D_IN, offset);
        assertThat(codec.blockRows()).isLessThan(rows);
        Evaluation evaluation = Evaluator.evaluate(codec, ActivationSources.of(Nd4j.create(input)));
        assertAgrees(evaluation, naive(codec, input, input), rows);
    }

    @Test
    void comparesATranscoderWithItsTargets() {
        float[][] input = Blocks.gaussian(1, 1500, D_IN, 0, 1);
        float[][] target = Blocks.gaussian(2, 1500, 4, 3, 1);
        Codec codec = codec(4, 0);
        ActivationSource source = ActivationSources.paired(Nd4j.create(input), Nd4j.create(target));
        assertAgrees(Evaluator.evaluate(codec, source), naive(codec, input, target), 1500);
    }

    @Test
    void targetsOfTheSameWidthAreRespectedToo() {
        float[][] input = Blocks.gaussian(1, 300, D_IN, 0, 1);
        float[][] target = Blocks.gaussian(2, 300, D_IN, 3, 1);
        Codec codec = codec(D_IN, 0);
        ActivationSource source = ActivationSources.paired(Nd4j.create(input), Nd4j.create(target));
        assertAgrees(Evaluator.evaluate(codec, source), naive(codec, input, target), 300);
    }

    @Test
    void readsAOneShotSourceOnce() {
        float[][] input = Blocks.gaussian(1, 1500, D_IN, 0, 1);
        Codec codec = codec(D_IN, 0);
        ActivationSource source = ActivationSources.ofRowStream(Stream.of(input));
        assertThat(Evaluator.evaluate(codec, source))
                .usingRecursiveComparison()
                .isEqualTo(Evaluator.evaluate(codec, ActivationSources.of(input)));
        assertThatIllegalStateException().isThrownBy(() -> Evaluator.evaluate(codec, source));
    }

    @Test
    void refusesWhatItCannotMeasure() {
        Codec codec = codec(D_IN, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluator.evaluate(codec, ActivationSources.of(Nd4j.zeros(3, 5))))
                .withMessage("source rows have width 5, but the SAE was trained on 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluator.evaluate(codec(4, 0), ActivationSources.of(Nd4j.zeros(3, 6))))
                .withMessage("source targets have width 6, but the SAE was trained on 4");
        float[][] bad = Blocks.gaussian(1, 1500, D_IN, 0, 1);
        bad[1317][2] = Float.POSITIVE_INFINITY;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluator.evaluate(codec, ActivationSources.of(bad)))
                .withMessage("activations contain Infinity at row 1317, column 2; every value must be finite");
    }
}
