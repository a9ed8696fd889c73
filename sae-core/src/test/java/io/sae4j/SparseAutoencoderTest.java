package io.sae4j;

import static io.sae4j.Runs.acts;
import static io.sae4j.Runs.bits;
import static io.sae4j.Runs.dense;
import static io.sae4j.Runs.quick;
import static io.sae4j.Runs.rows;
import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.encoder.Encoder;
import io.sae4j.eval.Metrics;
import io.sae4j.model.Provenance;
import io.sae4j.model.SparseCodes;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.train.TrainingProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class SparseAutoencoderTest {
    private static final double SAME = 1e-6;

    @TempDir
    Path directory;

    /** The run is of full length but for the stop, which saves the test's time. */
    @Test
    void oneOptionIsEnough() {
        SparseAutoencoderBuilder builder = SparseAutoencoder.builder().hiddenDim(24);
        SparseAutoencoder sae = builder.listener(progress -> {
                    assertThat(progress.totalSteps()).hasValue(Recipe.STEPS);
                    if (progress.step() == 150) {
                        builder.requestStop();
                    }
                })
                .fit(acts());
        assertThat(sae.config().dSae()).isEqualTo(24);
        assertThat(sae.config().encoder().name()).isEqualTo("topk");
        assertThat(sae.provenance().recipe()).containsEntry("steps", Recipe.STEPS);
        double untrained = SparseAutoencoder.builder()
                .inputDim(Runs.WIDTH)
                .hiddenDim(24)
                .build()
                .evaluate(acts())
                .fvu();
        assertThat(sae.evaluate(acts()).fvu()).isLessThan(untrained);
    }

    @Test
    void aStopFromAListenerLeavesAUsableOne() {
        SparseAutoencoderBuilder builder =
                SparseAutoencoder.builder().hiddenDim(8).batchSize(8).steps(1_000_000);
        SparseAutoencoder sae = builder.listener(progress -> {
                    if (progress.step() == 3) {
                        builder.requestStop();
                    }
                })
                .fit(acts());
        assertThat(sae.provenance().steps()).isEqualTo(3);
        assertThat(sae.evaluate(acts()).rows()).isEqualTo(Runs.ROWS);
        sae.save(directory.resolve("stopped"));
        assertThat(bits(SparseAutoencoder.load(directory.resolve("stopped")))).containsExactly(bits(sae));
    }

    @Test
    void aStopOutsideARunIsNothing() {
        SparseAutoencoderBuilder builder = quick();
        builder.requestStop();
        assertThat(builder.fit(acts()).provenance().steps()).isEqualTo(Runs.STEPS);
    }

    @Test
    void listenersSeeTheRun() {
        List<TrainingProgress> seen = new ArrayList<>();
        quick().encoder(Encoders.relu())
                .loss(Losses.l1(0.1).warmUp(2))
                .listener(seen::add)
                .fit(acts());
        assertThat(seen).hasSize(Runs.STEPS);
        for (int i = 0; i < seen.size(); i++) {
            TrainingProgress progress = seen.get(i);
            assertThat(progress.step()).isEqualTo(i + 1);
            assertThat(progress.totalSteps()).hasValue(Runs.STEPS);
            assertThat(progress.rows()).isEqualTo((long) (i + 1) * Runs.BATCH);
            assertThat(progress.loss()).isFinite().isGreaterThanOrEqualTo(progress.mse());
            assertThat(progress.mse()).isPositive();
            assertThat(progress.fvu()).isBetween(0.0, 10.0);
            assertThat(progress.l0()).isBetween(0.0, (double) Runs.FEATURES);
            assertThat(progress.deadFraction()).isBetween(0.0, 1.0);
            assertThat(progress.learningRate()).isBetween(0.0, 1.0);
            assertThat(progress.gradientNorm()).isPositive();
            assertThat(progress.terms()).containsKey("l1");
            assertThat(progress.elapsed()).isPositive();
            assertThat(progress.rowsPerSecond()).isPositive();
        }
    }

    @Test
    void anExceptionOfAListenerEndsTheRun() {
        assertThatThrownBy(() -> quick().listener(progress -> {
                            throw new UnsupportedOperationException("enough");
                        })
                        .fit(acts()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("enough");
    }

    @Test
    void returnedArraysAreTheCallers() {
        SparseAutoencoder sae = quick().fit(acts());
        INDArray acts = acts();
        float[] before = bits(sae);
        float[] codesBefore = dense(sae.encode(acts));
        INDArray rebuiltBefore = sae.reconstruct(acts).dup();

        sae.encodeDense(acts).assign(-1);
        sae.reconstruct(acts).assign(-1);
        sae.decode(sae.encode(acts)).assign(-1);
        sae.featureDirection(0).assign(-1);
        for (String tensor : List.of(Weights.W_ENC, Weights.W_DEC, Weights.B_ENC, Weights.B_DEC)) {
            sae.weights(tensor).assign(-1);
        }
        sae.featureDensity().ifPresent(density -> Arrays.fill(density, -1));
        Arrays.fill(sae.encode(acts).values(0), -1f);

        assertThat(bits(sae)).containsExactly(before);
        assertThat(dense(sae.encode(acts))).containsExactly(codesBefore);
        assertThat(sae.reconstruct(acts)).isEqualTo(rebuiltBefore);
        assertThat(sae.featureDensity().orElseThrow()).doesNotContain(-1.0);
        assertThat(acts).isEqualTo(acts());
    }

    @Test
    void theWaysToEncodeAndDecodeAgree() {
        SparseAutoencoder sae = quick().fit(acts());
        SparseCodes codes = sae.encode(acts());
        INDArray dense = sae.encodeDense(acts());
        assertThat(dense(codes)).containsExactly(HostArrays.toFloats(dense));
        assertClose("decode", sae.decode(codes), sae.decode(dense), SAME);
        assertClose("reconstruct", sae.reconstruct(acts()), sae.decode(dense), SAME);
        INDArray direction = sae.weights(Weights.W_DEC).getRow(2);
        assertThat(sae.featureDirection(2)).isEqualTo(direction);
        INDArray doubles = acts().castTo(DataType.DOUBLE);
        assertThat(dense(sae.encode(doubles))).containsExactly(dense(codes));
        INDArray columnMajor = acts().dup('f');
        assertThat(dense(sae.encode(columnMajor))).containsExactly(dense(codes));
    }

    @Test
    void argumentsThatDoNotFitAreRefused() {
        SparseAutoencoder sae = quick().fit(acts());
        INDArray wide = acts(7);
        assertThatThrownBy(() -> sae.encode(wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows have width 7, but the SAE's input has width 6");
        assertThatThrownBy(() -> sae.encodeDense(wide)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sae.reconstruct(wide)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sae.decode(wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("codes have width 7, but the SAE's features has width 12");
        assertThatThrownBy(() -> sae.decode(SparseCodes.ofDense(new float[7], 1, 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12")
                .hasMessageContaining("got 7");
        assertThatThrownBy(() -> sae.evaluate(wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source rows have width 7, but the SAE was trained on 6");
        assertThatThrownBy(() -> sae.encode(Nd4j.zeros(DataType.FLOAT, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must have shape [n, 6] with n at least 1, got [6]");
        assertThatThrownBy(() -> sae.encode(Nd4j.zeros(DataType.INT, 2, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must be floating point, got INT");
        INDArray bad = acts();
        bad.putScalar(5, 2, Float.NaN);
        assertThatThrownBy(() -> sae.encode(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows contain NaN at row 5, column 2");
        assertThatThrownBy(() -> sae.featureDirection(12)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> sae.weights("threshold"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tensor 'threshold' is missing");
    }

    @Test
    void itTrainsOnRowsFromAnywhere() {
        List<INDArray> batches = List.of(acts(), acts());
        for (ActivationSource source : List.of(
                ActivationSources.of(rows()),
                ActivationSources.ofRows(List.of(rows())),
                ActivationSources.ofBatches(batches))) {
            assertThat(quick().fit(source).provenance().steps()).isEqualTo(Runs.STEPS);
        }
        SparseAutoencoder fromStream = SparseAutoencoder.builder()
                .hiddenDim(8)
                .batchSize(16)
                .fit(ActivationSources.ofRowStream(Arrays.stream(rows())));
        assertThat(fromStream.provenance().steps()).isEqualTo(3);
        assertThat(fromStream.provenance().rows()).isEqualTo(48);
        SparseAutoencoder fromBatches = quick().fit(ActivationSources.ofBatchStream(batches.stream()));
        assertThat(fromBatches.provenance().steps()).isEqualTo(6);
    }

    @Test
    void itTrainsTowardsTargetsOfAnotherWidth() {
        SparseAutoencoder sae = quick().fit(ActivationSources.paired(acts(), acts(4)));
        assertThat(sae.config().dIn()).isEqualTo(6);
        assertThat(sae.config().dOut()).isEqualTo(4);
        assertThat(sae.config().applyBDecToInput()).isFalse();
        assertThat(sae.reconstruct(acts()).shape()).containsExactly(48, 4);
        Metrics metrics = sae.evaluate(ActivationSources.paired(acts(), acts(4)));
        assertThat(metrics.fvu()).isFinite();
        assertThatThrownBy(() -> sae.evaluate(acts()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source targets have width 6, but the SAE was trained on 4");
        sae.save(directory.resolve("transcoder"));
        SparseAutoencoder again = SparseAutoencoder.load(directory.resolve("transcoder"));
        assertThat(HostArrays.toFloats(again.reconstruct(acts())))
                .containsExactly(HostArrays.toFloats(sae.reconstruct(acts())));
    }

    @Test
    void anEncoderThatIsNotHomogeneousKeepsTheInputScale() {
        Encoder squared = Encoders.of(
                "squared-relu", (sd, pre) -> sd.math().square(sd.nn().relu(pre, 0)));
        Encoders.register(squared);
        SparseAutoencoder sae = quick().encoder(squared).fit(acts());
        double scale = sae.config().encoderInputScale();
        assertThat(scale).isNotEqualTo(1.0).isPositive();

        sae.save(directory.resolve("scaled"));
        SparseAutoencoder again = SparseAutoencoder.load(directory.resolve("scaled"));
        assertThat(again.config().encoderInputScale()).isEqualTo(scale);
        assertThat(dense(again.encode(acts()))).containsExactly(dense(sae.encode(acts())));

        INDArray z = acts().subRowVector(sae.weights(Weights.B_DEC))
                .muli(scale)
                .mmul(sae.weights(Weights.W_ENC))
                .addiRowVector(sae.weights(Weights.B_ENC));
        INDArray positive = Transforms.relu(z, true);
        assertClose("codes", sae.encodeDense(acts()), positive.mul(positive).divi(scale), 1e-5);
    }

    @Test
    void provenanceTellsTheRun() {
        SparseAutoencoder sae = quick().seed(5)
                .loss(Losses.of("code-energy", 0.01, (sd, g) -> {
                            SDVariable codes = g.codes().activations();
                            return g.meanOverRows(codes.mul(codes));
                        })
                        .warmUp(3))
                .fit(acts());
        Provenance provenance = sae.provenance();
        assertThat(provenance.origin()).isEqualTo("trained");
        assertThat(provenance.libraryVersion()).isNotBlank();
        assertThat(provenance.seed()).isEqualTo(5);
        assertThat(provenance.steps()).isEqualTo(Runs.STEPS);
        assertThat(provenance.rows()).isEqualTo(Runs.ROWS);
        assertThat(provenance.metrics()).containsKeys("fvu", "l0", "mse", "dead_fraction");
        assertThat(provenance.metrics().get("fvu"))
                .isCloseTo(sae.evaluate(acts()).fvu(), within(1e-6));
        assertThat((List<?>) provenance.recipe().get("losses"))
                .first()
                .isEqualTo(Map.of("name", "code-energy", "settings", Map.of(), "coefficient", 0.01, "warmUpSteps", 3L));

        sae.save(directory.resolve("sae"));
        Provenance loaded = SparseAutoencoder.load(directory.resolve("sae")).provenance();
        assertThat(loaded.metrics()).isEqualTo(provenance.metrics());
        assertThat(loaded.recipe().toString()).isEqualTo(provenance.recipe().toString());
    }

    @Test
    void metadataIsSaved() {
        Map<String, Object> metadata = Map.of("model_name", "gpt2", "hook_name", "blocks.3.hook_resid_post");
        SparseAutoencoder sae = quick().metadata(metadata).fit(acts());
        assertThat(sae.config().metadata()).isEqualTo(metadata);
        sae.save(directory.resolve("sae"));
        assertThat(SparseAutoencoder.load(directory.resolve("sae")).config().metadata())
                .containsAllEntriesOf(metadata);
    }
}
