package io.sae4j.activations.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.model.WindowReader;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
    /** A letter's id is its code; the start token is 1. */
    private record Letters(OptionalInt startToken) implements Tokenizer {
        @Override
        public int[] encode(String text) {
            return text.chars().filter(c -> c != ' ').toArray();
        }

        @Override
        public String decode(int[] ids) {
            return IntStream.of(ids)
                    .mapToObj(id -> id == 1 ? "^" : String.valueOf((char) id))
                    .collect(Collectors.joining());
        }

        @Override
        public String token(int id) {
            return decode(new int[] {id});
        }

        @Override
        public int vocabularySize() {
            return 256;
        }
    }

    private static final Tokenizer LETTERS = new Letters(OptionalInt.of(1));
    private static final Documents DOCUMENTS = documents("abcdefg", "hi", " ", "jklm");

    private static Documents documents(String... texts) {
        return new ListedDocuments(IntStream.range(0, texts.length)
                .mapToObj(i -> new Document(i, texts[i]))
                .toList());
    }

    private static Windows.Builder windows(int length) {
        return Windows.builder(DOCUMENTS, LETTERS, length);
    }

    private static List<String> cut(TokenWindows windows) {
        try (WindowReader reader = windows.open()) {
            return reader.next(100).stream()
                    .map(window -> LETTERS.decode(window.ids()) + window.document())
                    .toList();
        }
    }

    @Test
    void everyWindowBeginsWithTheStartTokenUnlessSaidOtherwise() {
        assertThat(cut(windows(4).build())).containsExactly("^abc0", "^def0", "^g0", "^hi1", "^jkl3", "^m3");
        assertThat(cut(windows(4).startToken(StartToken.EVERY_DOCUMENT).build()))
                .containsExactly("^abc0", "defg0", "^hi1", "^jkl3");
        assertThat(cut(windows(4).startToken(StartToken.NONE).minLength(1).build()))
                .containsExactly("abcd0", "efg0", "hi1", "jklm3");
        assertThat(cut(Windows.builder(DOCUMENTS, new Letters(OptionalInt.empty()), 5)
                        .build()))
                .containsExactly("abcde0", "fg0", "hi1", "jklm3");
    }

    @Test
    void shortWindowsAreDropped() {
        assertThat(cut(windows(4).minLength(4).build())).containsExactly("^abc0", "^def0", "^jkl3");
        assertThat(cut(windows(4).minLength(3).build())).containsExactly("^abc0", "^def0", "^hi1", "^jkl3");
    }

    @Test
    void strideMakesWindowsOverlapAndTheLastEndsWithTheDocument() {
        assertThat(cut(windows(4).stride(2).build()))
                .containsExactly("^abc0", "^cde0", "^efg0", "^hi1", "^jkl3", "^lm3");
    }

    @Test
    void packedWindowsAreFullButForTheLast() {
        assertThat(cut(windows(4).packed().build())).containsExactly("^abc0", "^def0", "^g^h0", "^i^j1", "^klm3");
        assertThat(cut(windows(5).startToken(StartToken.EVERY_DOCUMENT).packed().build()))
                .containsExactly("^abcd0", "efg^h0", "i^jkl1");
        assertThat(cut(windows(6)
                        .startToken(StartToken.EVERY_DOCUMENT)
                        .packed()
                        .minLength(1)
                        .build()))
                .containsExactly("^abcde0", "fg^hi^0", "jklm3");
        assertThat(cut(windows(6).startToken(StartToken.NONE).packed().build())).containsExactly("abcdef0", "ghijkl0");
    }

    @Test
    void partsOfADocumentHaveNoStartTokenOfTheirOwn() {
        Documents parts = new ListedDocuments(List.of(new Document(7, "abc"), new Document(7, "de")));
        assertThat(cut(Windows.builder(parts, LETTERS, 8)
                        .startToken(StartToken.EVERY_DOCUMENT)
                        .build()))
                .containsExactly("^abc7", "de7");
        assertThat(cut(Windows.builder(parts, LETTERS, 8).packed().build())).containsExactly("^abcde7");
    }

    @Test
    void readsAgainFromTheStart() {
        Windows windows = windows(3).build();
        assertThat(cut(windows)).isEqualTo(cut(windows)).isNotEmpty();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> windows(1)).hasMessage("length must be at least 2, got 1");
        assertThatThrownBy(() -> windows(4).stride(4)).hasMessage("stride must be from 1 to 3, got 4");
        assertThatThrownBy(() -> windows(4).minLength(5)).hasMessage("minLength must be from 1 to 4, got 5");
        assertThatThrownBy(() -> windows(4).stride(1).stride(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> windows(4).stride(1).packed().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("packed windows cannot have a stride");
        Windows.Builder none = Windows.builder(DOCUMENTS, new Letters(OptionalInt.empty()), 4);
        assertThatThrownBy(() -> none.startToken(StartToken.EVERY_WINDOW))
                .hasMessage("startToken EVERY_WINDOW: the tokenizer has no start token");
    }
}
