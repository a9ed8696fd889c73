package io.sae4j.activations.text;

import static com.google.common.base.Preconditions.checkArgument;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The one class that touches DJL. */
final class DjlTokenizer implements Tokenizer {
    private static final Map<String, String> AS_THE_TEXT_IS =
            Map.of("truncation", "do_not_truncate", "padding", "do_not_pad", "addSpecialTokens", "false");
    /** Stands for any text, to see what is put before it. */
    private static final String ANY_TEXT = "a";
    /** Sentencepiece's sign for a space. */
    private static final char SPACE = '\u2581';

    private final HuggingFaceTokenizer tokenizer;
    private final HuggingFaceVocabulary vocabulary;
    private final OptionalInt start;

    private DjlTokenizer(HuggingFaceTokenizer tokenizer, HuggingFaceVocabulary vocabulary, OptionalInt start) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.start = start;
    }

    static DjlTokenizer load(Path file, HuggingFaceVocabulary vocabulary, @Nullable String startToken) {
        OptionalInt named = startToken == null ? OptionalInt.empty() : OptionalInt.of(idOf(vocabulary, startToken));
        HuggingFaceTokenizer tokenizer = DjlOffline.during(() -> create(file));
        return new DjlTokenizer(tokenizer, vocabulary, named.isPresent() ? named : putBeforeTexts(tokenizer));
    }

    private static HuggingFaceTokenizer create(Path file) {
        try (InputStream json = Files.newInputStream(file)) {
            return HuggingFaceTokenizer.newInstance(json, AS_THE_TEXT_IS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        } catch (EngineException e) {
            throw HuggingFaceTokenizers.doesNotLoad(file, e);
        } catch (RuntimeException e) {
            throw new FormatException(file, "is not a tokenizer.json that Hugging Face's library reads: " + e, e);
        }
    }

    private static int idOf(HuggingFaceVocabulary vocabulary, String token) {
        return vocabulary.tokens().entrySet().stream()
                .filter(entry -> entry.getValue().equals(token))
                .mapToInt(Map.Entry::getKey)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("no token '" + token + "' in the vocabulary"));
    }

    private static OptionalInt putBeforeTexts(HuggingFaceTokenizer tokenizer) {
        long[] plain = tokenizer.encode(ANY_TEXT, false, false).getIds();
        long[] framed = tokenizer.encode(ANY_TEXT, true, false).getIds();
        boolean before = framed.length > plain.length && (plain.length == 0 || framed[0] != plain[0]);
        return before ? OptionalInt.of(Math.toIntExact(framed[0])) : OptionalInt.empty();
    }

    @Override
    public int[] encode(String text) {
        Encoding encoding = tokenizer.encode(text, false, false);
        return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public String decode(int[] ids) {
        for (int id : ids) {
            checkId(id);
        }
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    @Override
    public String token(int id) {
        checkId(id);
        String token = vocabulary.tokens().getOrDefault(id, "");
        return vocabulary.byteLevel() ? ByteLevelText.read(token) : token.replace(SPACE, ' ');
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt startToken() {
        return start;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private void checkId(int id) {
        checkArgument(
                id >= 0 && id < vocabularySize(), "token id must be from 0 to %s, got %s", vocabularySize() - 1, id);
    }
}
