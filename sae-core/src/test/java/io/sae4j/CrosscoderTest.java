package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.quick;
import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.encoder.Encoder;
import io.sae4j.model.RowPart;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class CrosscoderTest {
    /** Two parts of very different sizes. */
    private static ActivationSource rows() {
        return ActivationSources.sideBySide(acts(6), acts(3).mul(500));
    }

    @Test
    void putsPartsSideBySide() {
        ActivationSource rows = ActivationSources.sideBySide(acts(2), acts(1), acts(3));
        assertThat(rows.inputWidth()).isEqualTo(6);
        assertThat(rows.hasOwnTargets()).isFalse();
        float[][] first = acts(2).toFloatMatrix();
        float[][] second = acts(1).toFloatMatrix();
        float[][] third = acts(3).toFloatMatrix();
        for (boolean shuffled : new boolean[] {false, true}) {
            Batch batch = Batch.forSource(rows, 10);
            try (RowReader reader = shuffled ? rows.shuffled(3) : rows.sequential()) {
                reader.read(batch);
            }
            for (int r = 0; r < batch.rows(); r++) {
                int row = (int) batch.sourceRow(r);
                assertThat(new float[] {batch.input()[r * 6], batch.input()[r * 6 + 1]})
                        .isEqualTo(first[row]);
                assertThat(batch.input()[r * 6 + 2]).isEqualTo(second[row][0]);
                assertThat(batch.input()[r * 6 + 5]).isEqualTo(third[row][2]);
            }
        }
        assertThatThrownBy(() -> ActivationSources.sideBySide(acts(2), acts(2).getRows(0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("all parts must have the same number of rows");
    }

    static Stream<Encoder> encoders() {
        return Stream.of(
                Encoders.relu(),
                Encoders.topK(3),
                Encoders.batchTopK(3),
                Encoders.jumpRelu(),
                Encoders.batchTopKRescaled(3),
                Encoders.of("crosscoder-test-relu", (sd, pre) -> sd.nn().relu(pre, 0)));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void trainsWithEveryEncoder(Encoder encoder) {
        SparseAutoencoder sae = quick().encoder(encoder).crosscoder(6, 3).fit(rows());
        assertThat(sae.config().parts()).extracting(RowPart::width).containsExactly(6, 3);
        assertThat(sae.config().parts().get(0).scale()
                        / sae.config().parts().get(1).scale())
                .isBetween(100.0, 1000.0);
        assertThat(sae.config().applyBDecToInput()).isFalse();
        assertThat(sae.evaluate(rows()).fvu()).isLessThan(1);
        if (encoder.firesByFeature()) {
            assertThat(sae.weights("W_dec").norm2(1).sub(1).amaxNumber().doubleValue())
                    .isLessThan(1e-5);
        }
    }

    @Test
    void enginesAgreeOnAReluCrosscoder() {
        SparseAutoencoder graph = quick().encoder(Encoders.relu())
                .crosscoder(6, 3)
                .engine(Engine.GRAPH)
                .fit(rows());
        SparseAutoencoder fused = quick().encoder(Encoders.relu())
                .crosscoder(6, 3)
                .engine(Engine.SPARSE)
                .fit(rows());
        assertClose("W_dec", fused.weights("W_dec"), graph.weights("W_dec"), 1e-3);
        assertThat(fused.provenance().recipe().get("unitNormDecoder")).isEqualTo(false);
        assertThat(fused.provenance().recipe().get("losses").toString()).contains("decoderNorms=true");
    }

    @Test
    void tellsDirectionsAndSharesOfParts() {
        SparseAutoencoder sae = quick().crosscoder(6, 3).fit(rows());
        INDArray row = sae.featureDirection(2);
        assertThat(sae.featureDirection(2, 0).toFloatVector()).hasSize(6);
        assertThat(sae.featureDirection(2, 1).toFloatVector())
                .containsExactly(row.getFloat(6), row.getFloat(7), row.getFloat(8));
        INDArray shares = sae.partNorms();
        assertThat(shares.shape()).containsExactly(sae.config().dSae(), 2);
        for (int j = 0; j < sae.config().dSae(); j++) {
            double first = sae.featureDirection(j, 0).norm2Number().doubleValue()
                    * sae.config().parts().get(0).scale();
            double second = sae.featureDirection(j, 1).norm2Number().doubleValue()
                    * sae.config().parts().get(1).scale();
            assertThat(shares.getDouble(j, 0)).isCloseTo(first / (first + second), within(1e-5));
            assertThat(shares.getDouble(j, 1)).isCloseTo(second / (first + second), within(1e-5));
        }
        assertThatThrownBy(() -> sae.featureDirection(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> quick().crosscoder(6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two parts or more");
        assertThatThrownBy(() -> quick().crosscoder(6, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quick().crosscoder(6, 4).fit(rows()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("have 10 columns, but the rows have 9");
        assertThatThrownBy(() -> quick().crosscoder(2, 4).fit(ActivationSources.paired(acts(), acts())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("targets of its own");
        assertThatThrownBy(() -> quick().crosscoder(2, 4).skipConnection(true))
                .isInstanceOf(IllegalStateException.class);
        SparseAutoencoder plain = quick().fit(acts());
        assertThatThrownBy(plain::partNorms)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only a crosscoder's rows have parts");
    }
}
