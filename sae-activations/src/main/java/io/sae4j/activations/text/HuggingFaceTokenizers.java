package io.sae4j.activations.text;

import io.sae4j.format.FormatException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code tokenizer.json} files of Hugging Face's tokenizers, through Deep Java Library.
 *
 * <p>The optional dependency {@code ai.djl.huggingface:tokenizers} must be on the class path. It has the native library for
 * Linux (x86-64, aarch64), macOS (aarch64) and Windows (x86-64) in its jar and unpacks it, once, below
 * {@code ~/.djl.ai} (or {@code DJL_CACHE_DIR}). It is kept from the network: by itself it would fetch another build where
 * it finds a CUDA device, and report its use.
 */
public final class HuggingFaceTokenizers {
    /** What to add to a project. */
    static final String COORDINATES = "ai.djl.huggingface:tokenizers";

    private static final String LIBRARY_CLASSES = "ai/djl/";

    private HuggingFaceTokenizers() {}

    /**
     * Opens a tokenizer. Its start token is the one that the file's post-processor puts before a text; some models (GPT-2)
     * have none there although they know one.
     *
     * @param tokenizerJson the file; its truncation and padding are not applied
     * @throws FormatException when it is not such a file
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalStateException when the library is missing or does not load
     */
    public static Tokenizer open(Path tokenizerJson) {
        return load(tokenizerJson, null);
    }

    /**
     * Opens a tokenizer and names its start token.
     *
     * @param tokenizerJson the file; its truncation and padding are not applied
     * @param startToken its text, for instance {@code <|endoftext|>}
     * @throws IllegalArgumentException when there is no such token
     * @throws FormatException when it is not such a file
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalStateException when the library is missing or does not load
     */
    public static Tokenizer open(Path tokenizerJson, String startToken) {
        return load(tokenizerJson, startToken);
    }

    private static Tokenizer load(Path file, @Nullable String startToken) {
        HuggingFaceVocabulary vocabulary = HuggingFaceVocabulary.read(file);
        try {
            return DjlTokenizer.load(file, vocabulary, startToken);
        } catch (NoClassDefFoundError e) {
            String missing = String.valueOf(e.getMessage());
            if (!missing.startsWith(LIBRARY_CLASSES)) {
                throw doesNotLoad(file, e); // a class that is there, whose initialisation failed before
            }
            throw new IllegalStateException(
                    "cannot open " + file + ": add the dependency " + COORDINATES + " (missing: " + missing + ")", e);
        } catch (LinkageError e) {
            throw doesNotLoad(file, e);
        }
    }

    static IllegalStateException doesNotLoad(Path file, Throwable reason) {
        Throwable cause = reason.getCause() == null ? reason : reason.getCause();
        return new IllegalStateException(
                "cannot open " + file + ": the native library of " + COORDINATES + " does not load here: " + cause,
                reason);
    }
}
