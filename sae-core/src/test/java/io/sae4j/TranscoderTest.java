package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.bits;
import static io.sae4j.Runs.quick;
import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.encoder.Encoder;
import io.sae4j.model.SparseCodes;
import io.sae4j.train.Normalization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Transcoders, with a skip connection and without, by way of the builder. */
class TranscoderTest {
    private static final double ROUNDING = 1e-4;

    /** Targets a hundred times as large as inputs, mostly a linear map of them. */
    private static INDArray targets() {
        INDArray map = Nd4j.linspace(-1, 1, 6 * 4).reshape(6, 4).castTo(acts().dataType());
        return acts().mmul(map).muli(100).addi(7);
    }

    private static ActivationSource pairs() {
        return ActivationSources.paired(acts(), targets());
    }

    static Stream<Encoder> encoders() {
        return Stream.of(
                Encoders.relu(),
                Encoders.topK(3),
                Encoders.batchTopK(3),
                Encoders.jumpRelu(),
                Encoders.topKRescaled(3),
                Encoders.of("transcoder-test-relu", (sd, pre) -> sd.nn().relu(pre, 0)));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void trainsWithEveryEncoderOnBothEngines(Encoder encoder) {
        boolean custom = !Encoders.names().contains(encoder.name());
        SparseAutoencoder graph = quick().encoder(encoder)
                .skipConnection(true)
                .engine(Engine.GRAPH)
                .fit(pairs());
        assertThat(graph.weights("W_skip").shape()).containsExactly(4, 6);
        assertThat(graph.weights("W_skip").norm2Number().doubleValue()).isPositive();
        assertThat(graph.config().ownTargets()).isTrue();
        assertThat(graph.config().applyBDecToInput()).isFalse();
        if (!custom) {
            SparseAutoencoder fused = quick().encoder(encoder)
                    .skipConnection(true)
                    .engine(Engine.SPARSE)
                    .fit(pairs());
            assertClose("W_skip", fused.weights("W_skip"), graph.weights("W_skip"), 1e-3);
            assertThat(fused.evaluate(pairs()).fvu())
                    .isCloseTo(graph.evaluate(pairs()).fvu(), within(1e-3));
        }
    }

    private static SparseAutoencoderBuilder longer() {
        return SparseAutoencoder.builder().hiddenDim(12).steps(400).batchSize(16);
    }

    @Test
    void learnsALinearMapBySkipAlone() {
        SparseAutoencoder plain = longer().fit(pairs());
        SparseAutoencoder skip = longer().skipConnection(true).fit(pairs());
        assertThat(skip.evaluate(pairs()).fvu()).isLessThan(0.01);
        assertThat(skip.evaluate(pairs()).fvu())
                .isLessThan(plain.evaluate(pairs()).fvu());
    }

    @Test
    void decodesWithTheRowsThatCodesWereMadeOf() {
        SparseAutoencoder sae = quick().skipConnection(true).fit(pairs());
        INDArray rows = acts();
        SparseCodes codes = sae.encode(rows);
        INDArray expected = sae.encodeDense(rows)
                .mmul(sae.weights("W_dec"))
                .addRowVector(sae.weights("b_dec"))
                .add(rows.mmul(sae.weights("W_skip").transpose()));
        assertClose("decode", sae.decode(codes, rows), expected, ROUNDING);
        assertClose("decode of dense codes", sae.decode(sae.encodeDense(rows), rows), expected, ROUNDING);
        assertClose("reconstruct", sae.reconstruct(rows), expected, ROUNDING);
        assertThatThrownBy(() -> sae.decode(codes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("decode(codes, rows)");
        assertThatThrownBy(() -> sae.decode(sae.encodeDense(rows))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sae.decode(codes, acts().getRows(0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as many");
    }

    @Test
    void decodesWithRowsWhereTheyAreNotNeededToo() {
        SparseAutoencoder sae = quick().fit(acts());
        assertThat(sae.decode(sae.encode(acts()), acts())).isEqualTo(sae.decode(sae.encode(acts())));
    }

    @Test
    void isMeasuredAgainstItsTargetsOnly() {
        SparseAutoencoder sae = quick().fit(ActivationSources.paired(acts(), acts().mul(2)));
        assertThat(sae.config().ownTargets()).isTrue();
        assertThatThrownBy(() -> sae.evaluate(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transcoder");
    }

    @ParameterizedTest
    @EnumSource(Normalization.class)
    void scalesInputsAndTargetsEachByThemselves(Normalization normalization) {
        SparseAutoencoder sae = quick().normalization(normalization).fit(pairs());
        INDArray larger = acts().mul(1000);
        SparseAutoencoder other = quick().normalization(normalization).fit(ActivationSources.paired(larger, targets()));
        boolean scaled = normalization != Normalization.NONE;
        double difference = sae.reconstruct(acts())
                .sub(other.reconstruct(larger))
                .norm2Number()
                .doubleValue();
        double size = sae.reconstruct(acts()).norm2Number().doubleValue();
        assertThat(difference / size < 1e-2).isEqualTo(scaled);
    }

    @Test
    void trainsAgainByItsRecipe() {
        SparseAutoencoder first = quick().seed(4).skipConnection(true).fit(pairs());
        SparseAutoencoder again =
                SparseAutoencoder.builder().recipe(first.provenance()).fit(pairs());
        assertThat(bits(again)).isEqualTo(bits(first));
        assertThat(again.weights("W_skip")).isEqualTo(first.weights("W_skip"));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> quick().skipConnection(true).fit(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("skipConnection needs a source with targets of their own");
        ActivationSource sameWidth = ActivationSources.paired(acts(), acts().mul(2));
        assertThatThrownBy(() -> quick().applyBDecToInput(true).fit(sameWidth))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("applyBDecToInput needs one scale");
        assertThat(quick().applyBDecToInput(true)
                        .normalization(Normalization.NONE)
                        .fit(sameWidth)
                        .config()
                        .applyBDecToInput())
                .isTrue();
    }
}
