package io.sae4j.inference;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.Encoders;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.graph.TestParameters;
import io.sae4j.model.RowPart;
import io.sae4j.model.RowScales;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Encode and decode are the same before and after the fold, whatever the factors of inputs, targets and parts: the SAE without any
 * scale, on rows that are scaled beforehand, against the folded one on raw rows.
 */
class RowScaleFoldingTest {
    private static final int ROWS = 40;
    private static final int M = 30;
    private static final double TOLERANCE = 2e-5;

    static Stream<Encoder> encoders() {
        return Stream.of(
                Encoders.relu(),
                Encoders.topK(3),
                Encoders.topKRescaled(3),
                Encoders.batchTopK(3),
                Encoders.batchTopKRescaled(3),
                Encoders.jumpRelu(0.5, 1),
                Encoders.jumpReluLog(0.5, 1),
                Encoders.of(
                        "fold-test-softplus",
                        (sd, pre) -> sd.nn().relu(sd.nn().softplus(pre).sub(1.0), 0)));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void transcoders(Encoder encoder) {
        check(encoder, new RowScales(List.of(new RowPart(7, 3.5)), List.of(new RowPart(5, 0.02))), true, true, false);
        check(encoder, new RowScales(List.of(new RowPart(6, 0.3)), List.of(new RowPart(6, 40))), true, false, false);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void crosscoders(Encoder encoder) {
        List<RowPart> parts = List.of(new RowPart(3, 0.1), new RowPart(4, 5), new RowPart(2, 1));
        check(encoder, new RowScales(parts, parts), false, false, false);
        check(encoder, new RowScales(parts, parts), false, false, true);
    }

    private static void check(Encoder encoder, RowScales scales, boolean ownTargets, boolean skip, boolean applyBDec) {
        double[] in = RowScales.factors(scales.input());
        double[] out = RowScales.factors(scales.target());
        ObjectiveSpec spec =
                new ObjectiveSpec(in.length, out.length, M, encoder, List.of(), applyBDec, skip, List.of());
        RowScales none = new RowScales(unscaled(scales.input()), unscaled(scales.target()));
        Codec trained = codec(encoder, spec, none, ownTargets);
        Codec folded = codec(encoder, spec, scales, ownTargets);
        assertThat(folded.config().ownTargets()).isEqualTo(ownTargets);
        float[] raw = Batches.gaussian(3, ROWS * in.length);
        float[] scaled = raw.clone();
        for (int i = 0; i < raw.length; i++) {
            raw[i] /= (float) in[i % in.length];
        }
        float[] trainedCodes = new float[ROWS * M];
        float[] codes = new float[ROWS * M];
        trained.encodeBlock(scaled, 0, ROWS, trainedCodes);
        folded.encodeBlock(raw, 0, ROWS, codes);
        int fired = 0;
        for (int i = 0; i < codes.length; i++) {
            assertThat(codes[i] != 0).as("code %s fires", i).isEqualTo(trainedCodes[i] != 0);
            fired += codes[i] != 0 ? 1 : 0;
        }
        assertThat(fired).isBetween(ROWS, ROWS * M - ROWS);
        float[] expected = new float[ROWS * out.length];
        float[] rebuilt = new float[ROWS * out.length];
        trained.decodeBlock(trainedCodes, scaled, 0, ROWS, expected);
        folded.decodeBlock(codes, raw, 0, ROWS, rebuilt);
        for (int i = 0; i < rebuilt.length; i++) {
            rebuilt[i] *= (float) out[i % out.length];
        }
        assertClose(
                "reconstruction",
                HostArrays.create(rebuilt, ROWS, out.length),
                HostArrays.create(expected, ROWS, out.length),
                TOLERANCE);
        if (encoder.firesByFeature()) {
            INDArray norms = folded.weights().get(Weights.W_DEC).norm2(1);
            assertClose("norms of decoder rows", norms, Nd4j.ones(DataType.FLOAT, M), TOLERANCE);
        }
    }

    private static List<RowPart> unscaled(List<RowPart> parts) {
        return parts.stream().map(part -> new RowPart(part.width(), 1)).toList();
    }

    private static Codec codec(Encoder encoder, ObjectiveSpec spec, RowScales scales, boolean ownTargets) {
        Map<String, INDArray> parameters = new LinkedHashMap<>(TestParameters.random(spec, 5, DataType.FLOAT));
        if (encoder.learnsThresholdByAverage()) {
            parameters.put(Weights.THRESHOLD, Nd4j.valueArrayOf(new long[] {M}, 0.9, DataType.FLOAT));
        }
        Folding.Rows rows = new Folding.Rows(scales, ownTargets, spec.applyBDecToInput());
        Folding.Folded folded = Folding.fold(encoder, parameters, rows, Map.of());
        return new Codec(folded.config(), inference(encoder, folded), folded.weights());
    }

    private static Encoder inference(Encoder encoder, Folding.Folded folded) {
        String name = folded.config().encoder().name();
        return Encoders.names().contains(name)
                ? Encoders.fromSpec(folded.config().encoder())
                : encoder;
    }

    @Test
    void oneNumberFoldsAsItAlwaysDid() {
        Encoder encoder = Encoders.jumpRelu(0.5, 1);
        ObjectiveSpec spec = new ObjectiveSpec(6, 6, M, encoder, List.of(), true);
        Map<String, INDArray> parameters = TestParameters.random(spec, 5, DataType.FLOAT);
        INDArray encoderBefore = parameters.get(Weights.W_ENC).dup();
        INDArray norms = parameters.get(Weights.W_DEC).norm2(1);
        INDArray bias = parameters.get(Weights.B_DEC).dup().divi(3.7);
        Weights folded = Folding.fold(encoder, parameters, 3.7, true, Map.of()).weights();
        assertThat(folded.get(Weights.W_ENC)).isEqualTo(encoderBefore.muliRowVector(norms));
        assertThat(folded.get(Weights.B_DEC)).isEqualTo(bias);
    }

    @Test
    void theUnitOfCodesIsTheTargetsScaleOrAMeanOfTheParts() {
        assertThat(RowScales.uniform(4, 4, 0.3).codeUnit()).isEqualTo(0.3);
        assertThat(new RowScales(List.of(new RowPart(4, 2)), List.of(new RowPart(3, 0.7))).codeUnit())
                .isEqualTo(0.7);
        List<RowPart> parts = List.of(new RowPart(4, 0.5), new RowPart(3, 0.25));
        assertThat(new RowScales(parts, parts).codeUnit()).isCloseTo(Math.sqrt(1 / ((4 + 16) / 2.0)), within(1e-12));
    }

    @Test
    void refusesToSubtractABiasThatLivesInOtherUnits() {
        RowScales scales = new RowScales(List.of(new RowPart(4, 2)), List.of(new RowPart(4, 0.7)));
        assertThatThrownBy(() -> new Folding.Rows(scales, true, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("applyBDecToInput needs inputs and targets of the same scales");
    }
}
