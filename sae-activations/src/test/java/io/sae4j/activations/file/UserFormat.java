package io.sae4j.activations.file;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A format of a user's own, named in the tests' {@code META-INF/services}: one number per line, rows of width 1. */
public final class UserFormat implements ActivationFormat {
    @Override
    public String name() {
        return ".lines";
    }

    @Override
    public boolean recognises(Path file) {
        return file.toString().endsWith(".lines");
    }

    @Override
    public ActivationSource open(Path file, FileOptions options) {
        List<float[]> rows = new ArrayList<>();
        try {
            Files.readAllLines(file).forEach(line -> rows.add(new float[] {Float.parseFloat(line)}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ActivationSources.ofRows(rows);
    }
}
