package io.sae4j.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The activations that come with the program, as files in a temporary directory that {@link #close()} deletes. */
final class QuickstartData implements AutoCloseable {
    private static final String TRAIN = "train.npy";
    private static final String VALIDATION = "validation.npy";

    private final Path directory;

    private QuickstartData(Path directory) {
        this.directory = directory;
    }

    static QuickstartData unpack() throws IOException {
        QuickstartData data = new QuickstartData(Files.createTempDirectory("sae-quickstart"));
        boolean complete = false;
        try {
            unpack(TRAIN, data.train());
            unpack(VALIDATION, data.validation());
            complete = true;
            return data;
        } finally {
            if (!complete) {
                data.close();
            }
        }
    }

    Path train() {
        return directory.resolve(TRAIN);
    }

    Path validation() {
        return directory.resolve(VALIDATION);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(train());
        Files.deleteIfExists(validation());
        Files.deleteIfExists(directory);
    }

    private static void unpack(String name, Path target) throws IOException {
        try (InputStream stream = QuickstartData.class.getResourceAsStream("quickstart/" + name)) {
            if (stream == null) {
                throw new FileNotFoundException("this build of sae holds no quickstart data (" + name + ")");
            }
            Files.copy(stream, target);
        }
    }
}
