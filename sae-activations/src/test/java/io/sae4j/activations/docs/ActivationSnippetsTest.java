package io.sae4j.activations.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.SparseAutoencoder;
import io.sae4j.activations.SharedData;
import io.sae4j.activations.combine.Sources;
import io.sae4j.activations.file.ActivationFiles;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.activations.harvest.Harvester;
import io.sae4j.activations.model.Baseline;
import io.sae4j.activations.model.Edits;
import io.sae4j.activations.model.LanguageModelEvaluation;
import io.sae4j.activations.model.LanguageModelScores;
import io.sae4j.activations.model.Logits;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.onnx.OnnxLanguageModel;
import io.sae4j.activations.store.ActivationStore;
import io.sae4j.activations.store.ActivationStoreWriter;
import io.sae4j.activations.store.StoreOptions;
import io.sae4j.activations.store.StoreSplit;
import io.sae4j.activations.text.TokenWindowsFile;
import io.sae4j.data.ActivationSource;
import io.sae4j.eval.Metrics;
import io.sae4j.format.FloatType;
import io.sae4j.format.numpy.NpyWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java code of docs/activations.md, compiled and run; a test of sae-core compares the two, word for word. */
class ActivationSnippetsTest {
    private static final int WIDTH = 8;
    private static final int DOCUMENT_ROWS = 50;
    private static final int DOCUMENTS = 40;

    @TempDir
    private Path directory;

    @Test
    void files() {
        for (int shard = 0; shard < 3; shard++) {
            try (NpyWriter writer = NpyWriter.create(directory.resolve("layer-3-" + shard + ".npy"), WIDTH)) {
                writer.write(rows(1_000, shard), 0, 1_000);
                writer.commit();
            }
        }

        ActivationSource acts = ActivationFiles.open(directory + "/layer-3-*.npy", FileOptions.none());
        SparseAutoencoder sae =
                SparseAutoencoder.builder().hiddenDim(512).steps(1_000).fit(acts);

        assertThat(acts.rowCount()).hasValue(3_000);
        assertThat(sae.config().dIn()).isEqualTo(WIDTH);
    }

    @Test
    void stores() {
        writeStore();

        ActivationStore store = ActivationStore.open(directory);
        StoreSplit parts = Sources.split(Sources.dropStartTokens(store.source("resid_2")), 0.1, 1);
        SparseAutoencoder sae =
                SparseAutoencoder.builder().hiddenDim(512).steps(1_000).fit(Sources.prefetching(parts.training()));
        Metrics heldOut = sae.evaluate(parts.validation());

        assertThat(heldOut.rows()).isEqualTo(DOCUMENTS / 10 * (DOCUMENT_ROWS - 1));
        assertThat(heldOut.fvu()).isLessThan(0.5);
    }

    @Test
    void models() {
        Path tokens = SharedData.file("stories260k/unit.tokens.jsonl");
        Path onnx = SharedData.file("stories260k/stories260k-full.onnx");

        TokenWindows corpus = TokenWindowsFile.open(tokens);
        try (OnnxLanguageModel model = OnnxLanguageModel.open(onnx);
                ActivationStoreWriter writer = ActivationStore.create(
                        directory, new StoreOptions(Map.of("resid_2", 64), FloatType.F16, 131_072))) {
            new Harvester(model, List.of("resid_2"), Harvester.BATCH_TOKENS)
                    .run(corpus, writer::append, progress -> {});
        }

        assertThat(ActivationStore.open(directory).rows()).isEqualTo(4_096);
        interventions(corpus, onnx);
    }

    private void interventions(TokenWindows corpus, Path onnx) {
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(256)
                .steps(200)
                .fit(ActivationStore.open(directory).source("resid_2"));
        List<TokenWindow> windows = List.of(new TokenWindow(new int[] {1, 403, 407}, 0));
        try (OnnxLanguageModel model = OnnxLanguageModel.open(onnx)) {
            LanguageModelScores scores =
                    new LanguageModelEvaluation(model, "resid_2", Edits.reconstruct(sae)).evaluate(corpus);
            double recovered = scores.crossEntropyRecovered(Baseline.MEAN);
            Logits logits = model.run(windows, "resid_2", rows -> rows.values()[rows.start(0)] += 3f);

            assertThat(recovered).isBetween(0.5, 1.0);
            assertThat(logits.tokens()).isEqualTo(3);
        }
    }

    private void writeStore() {
        try (ActivationStoreWriter writer =
                ActivationStore.create(directory, new StoreOptions(Map.of("resid_2", WIDTH), FloatType.F32, 500))) {
            for (int document = 0; document < DOCUMENTS; document++) {
                int[] positions = new int[DOCUMENT_ROWS];
                long[] documents = new long[DOCUMENT_ROWS];
                for (int i = 0; i < DOCUMENT_ROWS; i++) {
                    positions[i] = i;
                    documents[i] = document;
                }
                float[] rows = rows(DOCUMENT_ROWS, document);
                writer.append(DOCUMENT_ROWS, new int[DOCUMENT_ROWS], positions, documents, Map.of("resid_2", rows));
            }
        }
    }

    private static float[] rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[count * WIDTH];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }
}
