package io.sae4j.cli;

import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.text.HuggingFaceTokenizers;
import io.sae4j.activations.text.TextFiles;
import io.sae4j.activations.text.TokenWindowsFile;
import io.sae4j.activations.text.Tokenizer;
import io.sae4j.activations.text.Tokenizers;
import io.sae4j.activations.text.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a language model reads: ready windows of tokens, or text and a tokenizer. */
final class CorpusOptions {
    @Option(
            names = "--tokens",
            paramLabel = "F.jsonl",
            description = "Ready windows, one JSON object a line with the token ids in \"ids\" and optionally the"
                    + " document's number in \"doc\".")
    private @Nullable Path tokens;

    @Option(
            names = "--text",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Text, instead of --tokens: .txt, or .jsonl with the field \"text\"; files, directories or"
                    + " quoted globs. Needs --tokenizer.")
    private @Nullable List<String> text;

    @Option(
            names = "--tokenizer",
            paramLabel = "F",
            description = "The model's tokenizer: Hugging Face's tokenizer.json, or llama2.c's tokenizer.bin.")
    private @Nullable Path tokenizer;

    @Option(
            names = "--start-token",
            paramLabel = "TOKEN",
            description = "Token that each window begins with, for a tokenizer.json that does not tell, such as"
                    + " '<|endoftext|>'.")
    private @Nullable String startToken;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "256",
            description = "Most tokens of a window of text, start token included; no more than the model reads"
                    + " (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--separator",
            paramLabel = "TEXT",
            description = "What stands between documents of a text file (default: each file is one document).")
    private @Nullable String separator;

    /** Whether any windows are asked for. */
    boolean isGiven() {
        return tokens != null || text != null;
    }

    /** For messages and provenance. */
    String name() {
        return tokens != null ? tokens.toString() : String.join(", ", text == null ? List.of() : text);
    }

    /** What is done with windows while their tokenizer is open. */
    @FunctionalInterface
    interface Use<T> {
        T of(TokenWindows windows);
    }

    /** Opens the windows for the time of {@code use}. */
    <T> T with(Use<T> use) {
        if (tokens != null && text != null) {
            throw new UsageException("--tokens and --text exclude each other");
        }
        if (tokens != null) {
            requireFile(tokens);
            return use.of(TokenWindowsFile.open(tokens));
        }
        if (text == null) {
            throw new UsageException("--tokens, or --text with --tokenizer, is needed");
        }
        if (tokenizer == null) {
            throw new UsageException("--text needs --tokenizer");
        }
        requireFile(tokenizer);
        TextFiles files = textFiles(text);
        try (Tokenizer opened = open(tokenizer)) {
            return use.of(windows(files, opened));
        }
    }

    private TextFiles textFiles(List<String> places) {
        try {
            TextFiles files = TextFiles.of(places);
            return separator == null ? files : files.separatedBy(separator);
        } catch (IllegalArgumentException e) {
            throw new FailedRunException(String.valueOf(e.getMessage()), e);
        }
    }

    private Windows windows(TextFiles files, Tokenizer opened) {
        try {
            return Windows.builder(files, opened, window).build();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--window: " + e.getMessage(), e);
        }
    }

    private Tokenizer open(Path file) {
        return startToken == null ? Tokenizers.open(file) : HuggingFaceTokenizers.open(file, startToken);
    }

    private static void requireFile(Path file) {
        if (!Files.exists(file)) {
            throw new FailedRunException(file + " does not exist");
        }
    }
}
