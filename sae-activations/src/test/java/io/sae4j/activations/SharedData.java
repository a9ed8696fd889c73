package io.sae4j.activations;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Small models and their activations that lie beside the project, in {@code ../shared/data}, or where the property
 * {@code sae4j.shared} says. Tests that need them are skipped where they are not.
 */
public final class SharedData {
    private SharedData() {}

    /** A file by its path below {@code data}; skips the test when it is absent. */
    public static Path file(String name) {
        String given = System.getProperty("sae4j.shared");
        Path root = given == null ? Path.of("..", "..", "shared") : Path.of(given);
        Path file = root.resolve("data").resolve(name);
        assumeTrue(
                Files.exists(file),
                () -> "needs " + file.toAbsolutePath().normalize() + ", which is not part of the project");
        return file;
    }

    /** The windows of a {@code .tokens.jsonl} file. */
    public static List<TokenWindow> windows(String name) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<TokenWindow> windows = new ArrayList<>();
        for (String line : Files.readAllLines(file(name))) {
            JsonNode json = mapper.readTree(line);
            int[] ids = mapper.convertValue(json.get("ids"), int[].class);
            windows.add(new TokenWindow(ids, json.get("doc").asLong()));
        }
        return windows;
    }

    /** All rows of an {@code .npy} file, row-major. */
    public static float[] rows(String name) {
        NpySource source = NpySource.open(file(name));
        int rows = Math.toIntExact(source.rowCount().orElseThrow());
        Batch batch = Batch.autoencoder(rows, source.inputWidth());
        try (RowReader reader = source.sequential()) {
            while (!batch.isFull()) {
                reader.read(batch);
            }
        }
        return batch.input();
    }

    /** The mean row of {@code [n, width]}. */
    public static float[] mean(float[] rows, int width) {
        double[] sum = new double[width];
        for (int i = 0; i < rows.length; i++) {
            sum[i % width] += rows[i];
        }
        float[] mean = new float[width];
        for (int i = 0; i < width; i++) {
            mean[i] = (float) (sum[i] / (rows.length / width));
        }
        return mean;
    }
}
