package io.sae4j.activations.text;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes tokenizer.json files for tests. */
final class TokenizerJson {
    private static final String SPACE = "\u2581";

    private TokenizerJson() {}

    /** What Hugging Face makes of a Llama tokenizer; with truncation to 16 tokens, which must not be applied. */
    static Path likeLlama(Path file, Llama2cVocabulary vocabulary) {
        Map<String, Integer> vocab = new LinkedHashMap<>();
        for (int id = 0; id < vocabulary.pieces().size(); id++) {
            String piece = vocabulary.pieces().get(id);
            vocab.put(id < 3 ? piece.strip() : piece.replace(" ", SPACE), id);
        }
        Map<String, Object> content = new HashMap<>();
        content.put("version", "1.0");
        content.put(
                "truncation", Map.of("direction", "Right", "max_length", 16, "strategy", "LongestFirst", "stride", 0));
        content.put("added_tokens", List.of(special(0, "<unk>"), special(1, "<s>"), special(2, "</s>")));
        content.put(
                "normalizer",
                Map.of(
                        "type",
                        "Sequence",
                        "normalizers",
                        List.of(
                                Map.of("type", "Prepend", "prepend", SPACE),
                                Map.of("type", "Replace", "pattern", Map.of("String", " "), "content", SPACE))));
        Map<String, ?> start = Map.of("SpecialToken", Map.of("id", "<s>", "type_id", 0));
        Map<String, ?> text = Map.of("Sequence", Map.of("id", "A", "type_id", 0));
        content.put(
                "post_processor",
                Map.of(
                        "type",
                        "TemplateProcessing",
                        "single",
                        List.of(start, text),
                        "pair",
                        List.of(start, text, Map.of("Sequence", Map.of("id", "B", "type_id", 1))),
                        "special_tokens",
                        Map.of("<s>", Map.of("id", "<s>", "ids", List.of(1), "tokens", List.of("<s>")))));
        content.put(
                "decoder",
                Map.of(
                        "type",
                        "Sequence",
                        "decoders",
                        List.of(
                                Map.of("type", "Replace", "pattern", Map.of("String", SPACE), "content", " "),
                                Map.of("type", "ByteFallback"),
                                Map.of("type", "Fuse"),
                                Map.of("type", "Strip", "content", " ", "start", 1, "stop", 0))));
        content.put(
                "model",
                Map.of(
                        "type",
                        "BPE",
                        "unk_token",
                        "<unk>",
                        "fuse_unk",
                        true,
                        "byte_fallback",
                        true,
                        "vocab",
                        vocab,
                        "merges",
                        merges(vocabulary)));
        return write(file, content);
    }

    /** GPT-2's kind: bytes as letters, no token put before a text. */
    static Path likeGpt2(Path file) {
        Map<String, Integer> vocab = new LinkedHashMap<>();
        for (String token : List.of(
                "a", "b", "\u0120", "\u010a", "\u00c3", "\u00a9", "\u0120a", "ab", "\u0120ab", "\u00c3\u00a9")) {
            vocab.put(token, vocab.size());
        }
        Map<String, Object> content = new HashMap<>();
        content.put("version", "1.0");
        content.put("added_tokens", List.of(special(vocab.size(), "<|endoftext|>")));
        Map<String, ?> bytes =
                Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true);
        content.put("pre_tokenizer", bytes);
        content.put("decoder", bytes);
        content.put(
                "model",
                Map.of(
                        "type",
                        "BPE",
                        "vocab",
                        vocab,
                        "merges",
                        List.of(
                                List.of("\u0120", "a"),
                                List.of("a", "b"),
                                List.of("\u0120a", "b"),
                                List.of("\u00c3", "\u00a9"))));
        return write(file, content);
    }

    private static List<List<String>> merges(Llama2cVocabulary vocabulary) {
        List<String> pieces = vocabulary.pieces();
        List<List<String>> merges = new ArrayList<>();
        IntStream.range(Llama2cVocabulary.FIRST_BYTE + Llama2cVocabulary.BYTES, pieces.size())
                .boxed()
                .sorted(Comparator.comparing(
                        (Integer id) -> -vocabulary.scores().get(id)))
                .map(pieces::get)
                .forEach(piece -> {
                    for (int cut = 1; cut < piece.length(); cut++) {
                        String left = piece.substring(0, cut);
                        String right = piece.substring(cut);
                        if (pieces.contains(left) && pieces.contains(right)) {
                            merges.add(List.of(left.replace(" ", SPACE), right.replace(" ", SPACE)));
                        }
                    }
                });
        return merges;
    }

    private static Map<String, Object> special(int id, String content) {
        return Map.of(
                "id",
                id,
                "content",
                content,
                "single_word",
                false,
                "lstrip",
                false,
                "rstrip",
                false,
                "normalized",
                false,
                "special",
                true);
    }

    private static Path write(Path file, Map<String, Object> content) {
        try {
            new JsonMapper().writeValue(file.toFile(), content);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
