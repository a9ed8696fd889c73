package io.sae4j.activations.text;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.model.WindowReader;
import org.jspecify.annotations.Nullable;

/**
 * Documents cut into windows of at most a fixed number of tokens. No window spans two documents unless they are packed.
 * A part of a document that is too long ({@link TextFiles#maxCharacters}) is cut like a document, without a new start token
 * where each document has one. Reading again gives the same windows.
 *
 * <pre>{@code
 * TokenWindows windows = Windows.builder(documents, tokenizer, 512).minLength(16).build();
 * }</pre>
 */
public final class Windows implements TokenWindows {
    private final Documents documents;
    private final Tokenizer tokenizer;
    private final WindowShape shape;
    private final boolean packed;

    private Windows(Documents documents, Tokenizer tokenizer, WindowShape shape, boolean packed) {
        this.documents = documents;
        this.tokenizer = tokenizer;
        this.shape = shape;
        this.packed = packed;
    }

    /**
     * Starts with what has no default.
     *
     * @param documents opened anew for each pass
     * @param tokenizer not closed by the windows
     * @param length most tokens of a window, start token included; at least 2, and no more than the model reads
     */
    public static Builder builder(Documents documents, Tokenizer tokenizer, int length) {
        return new Builder(documents, tokenizer, length);
    }

    @Override
    public WindowReader open() {
        DocumentTokens tokens = new DocumentTokens(documents.open(), tokenizer);
        return packed ? new PackedWindowReader(tokens, shape) : new DocumentWindowReader(tokens, shape);
    }

    /** How documents are cut. Each setting may be made once. */
    public static final class Builder {
        private static final int MIN_LENGTH = 2;

        private final Documents documents;
        private final Tokenizer tokenizer;
        private final int length;
        private @Nullable StartToken startToken;
        private @Nullable Integer stride;
        private @Nullable Integer minLength;
        private boolean packed;

        private Builder(Documents documents, Tokenizer tokenizer, int length) {
            checkArgument(length >= MIN_LENGTH, "length must be at least %s, got %s", MIN_LENGTH, length);
            this.documents = documents;
            this.tokenizer = tokenizer;
            this.length = length;
        }

        /**
         * Where the start token goes; when not set, at the beginning of every window, or nowhere when the tokenizer has
         * none.
         *
         * @throws IllegalArgumentException when the tokenizer has no start token and one is wanted
         * @throws IllegalStateException when set before
         */
        public Builder startToken(StartToken where) {
            checkState(startToken == null, "startToken was set before");
            checkArgument(
                    where == StartToken.NONE || tokenizer.startToken().isPresent(),
                    "startToken %s: the tokenizer has no start token",
                    where);
            startToken = where;
            return this;
        }

        /**
         * How many tokens of the document after the beginning of one window the next begins; smaller than a window holds,
         * windows overlap. When not set, each begins where the last one ended.
         *
         * @param tokens from 1 to {@code length - 1}
         * @throws IllegalStateException when set before
         */
        public Builder stride(int tokens) {
            checkState(stride == null, "stride was set before");
            checkArgument(tokens > 0 && tokens < length, "stride must be from 1 to %s, got %s", length - 1, tokens);
            stride = tokens;
            return this;
        }

        /**
         * Shorter windows are dropped: the tails of documents, and short documents.
         *
         * @param tokens start token included, from 1 to {@code length}; 2 when not set
         * @throws IllegalStateException when set before
         */
        public Builder minLength(int tokens) {
            checkState(minLength == null, "minLength was set before");
            checkArgument(tokens > 0 && tokens <= length, "minLength must be from 1 to %s, got %s", length, tokens);
            minLength = tokens;
            return this;
        }

        /**
         * Fills windows to the end with the next documents, each behind a start token if there is one. A window has the
         * number of the document that it begins with; a model then sees several documents in one context.
         */
        public Builder packed() {
            packed = true;
            return this;
        }

        /** @throws IllegalStateException when packed windows have a stride */
        public Windows build() {
            checkState(!packed || stride == null, "packed windows cannot have a stride");
            StartToken where = startToken;
            if (where == null) {
                where = tokenizer.startToken().isPresent() ? StartToken.EVERY_WINDOW : StartToken.NONE;
            }
            WindowShape shape = new WindowShape(
                    length,
                    stride == null ? length : stride,
                    minLength == null ? MIN_LENGTH : minLength,
                    where,
                    tokenizer.startToken().orElse(-1));
            return new Windows(documents, tokenizer, shape, packed);
        }
    }
}
