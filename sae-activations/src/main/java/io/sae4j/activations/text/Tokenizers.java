package io.sae4j.activations.text;

import io.sae4j.format.FormatException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/** Opens tokenizers of any kind that this package knows. */
public final class Tokenizers {
    private static final String HUGGING_FACE = ".json";

    private Tokenizers() {}

    /**
     * Opens a file whose name ends with {@code .json} by {@link HuggingFaceTokenizers}, any other as one of llama2.c.
     *
     * @throws FormatException when it is not what it was taken for
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalStateException when it needs a library that is missing or does not load
     */
    public static Tokenizer open(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(HUGGING_FACE)
                ? HuggingFaceTokenizers.open(file)
                : Llama2cTokenizer.open(file);
    }
}
