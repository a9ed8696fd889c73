package io.sae4j.activations.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.activations.combine.Sources;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.format.numpy.NpyWriter;
import io.sae4j.format.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole training runs whose rows come from files. */
class TrainingFromFilesTest {
    private static final int WIDTH = 8;
    private static final int FEATURES = 16;
    private static final int SHARD_ROWS = 400;
    private static final int SHARDS = 11;

    @TempDir
    Path directory;

    @Test
    void shardsTrainAsTheSameRowsInMemoryDo() {
        float[][] rows = rows(1);
        for (int shard = 0; shard < SHARDS; shard++) {
            try (INDArray part = Nd4j.create(slice(rows, shard))) {
                Safetensors.write(directory.resolve("acts-" + shard + ".safetensors"), Map.of("acts", part));
            }
        }
        ActivationSource files = ActivationFiles.open(directory);
        SparseAutoencoder fromFiles = train(files);
        SparseAutoencoder fromMemory = train(ActivationSources.of(rows));

        assertThat(fromFiles.evaluate(files).fvu()).isLessThan(0.2);
        for (String tensor : new String[] {"W_enc", "W_dec", "b_enc", "b_dec"}) {
            assertThat(fromFiles.weights(tensor)).isEqualTo(fromMemory.weights(tensor));
        }
    }

    @Test
    void shardsWithoutRandomAccessTrainToo() throws IOException {
        float[][] rows = rows(2);
        for (int shard = 0; shard < SHARDS; shard++) {
            StringBuilder text = new StringBuilder();
            for (float[] row : slice(rows, shard)) {
                for (int c = 0; c < WIDTH; c++) {
                    text.append(row[c]).append(c < WIDTH - 1 ? ',' : '\n');
                }
            }
            Files.writeString(directory.resolve("acts-" + shard + ".csv"), text);
        }
        ActivationSource files = ActivationFiles.open(directory);
        assertThat(train(files).evaluate(files).fvu()).isLessThan(0.2);
    }

    @Test
    void zippedFilesTrainATranscoder() {
        float[][] rows = rows(3);
        float[][] targets = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            targets[r] = new float[] {rows[r][1] - rows[r][2], 2 * rows[r][0], rows[r][5] + rows[r][7]};
        }
        ActivationSource pairs = Sources.zip(npy("in.npy", rows), npy("out.npy", targets));
        assertThat(train(pairs).evaluate(pairs).fvu()).isLessThan(0.2);
    }

    private static SparseAutoencoder train(ActivationSource source) {
        return SparseAutoencoder.builder()
                .hiddenDim(FEATURES)
                .encoder(Encoders.topK(3))
                .steps(600)
                .batchSize(128)
                .seed(7)
                .fit(source);
    }

    /** Rows of few active directions. */
    private static float[][] rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] directions = new float[FEATURES][WIDTH];
        for (float[] direction : directions) {
            for (int c = 0; c < WIDTH; c++) {
                direction[c] = (float) random.nextDouble(-1, 1);
            }
        }
        float[][] rows = new float[SHARDS * SHARD_ROWS][WIDTH];
        for (float[] row : rows) {
            for (int active = 0; active < 2; active++) {
                float[] direction = directions[random.nextInt(FEATURES)];
                float strength = (float) random.nextDouble(0.5, 1.5);
                for (int c = 0; c < WIDTH; c++) {
                    row[c] += strength * direction[c];
                }
            }
        }
        return rows;
    }

    private static float[][] slice(float[][] rows, int shard) {
        return Arrays.copyOfRange(rows, shard * SHARD_ROWS, (shard + 1) * SHARD_ROWS);
    }

    private ActivationSource npy(String name, float[][] rows) {
        try (NpyWriter writer = NpyWriter.create(directory.resolve(name), rows[0].length)) {
            for (float[] row : rows) {
                writer.write(row, 0, 1);
            }
            writer.commit();
        }
        return ActivationFiles.open(directory.resolve(name));
    }
}
