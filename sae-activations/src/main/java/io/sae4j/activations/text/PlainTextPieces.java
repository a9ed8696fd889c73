package io.sae4j.activations.text;

import org.jspecify.annotations.Nullable;

/** Documents of a plain text file. Holds about one document, and no more than the limit of a part and a block. */
final class PlainTextPieces implements PieceReader {
    private final Utf8Reader reader;
    private final TextSplit split;
    private final int maxCharacters;
    private final StringBuilder text = new StringBuilder();
    private final TextSplit.Boundary boundary = new TextSplit.Boundary();
    /** Where what was not delivered yet begins. */
    private int start;
    /** Up to here there is no separator. */
    private int searched;
    /** Whether a part of the document at {@link #start} was delivered. */
    private boolean begun;

    private boolean ended;

    PlainTextPieces(Utf8Reader reader, TextSplit split, int maxCharacters) {
        this.reader = reader;
        this.split = split;
        this.maxCharacters = maxCharacters;
    }

    @Override
    public @Nullable Piece next() {
        while (true) {
            if (split.find(text, searched, boundary)) {
                boolean continues = begun;
                String document = take(boundary.start, boundary.end, true);
                begun = false;
                if (!document.isBlank()) {
                    return new Piece(document, continues);
                }
                continue;
            }
            searched = Math.max(start, boundary.start);
            if (tooLong()) {
                int end = LongText.cut(text, start, maxCharacters);
                boolean continues = begun;
                String part = take(end, end, false);
                if (!part.isBlank()) {
                    begun = true;
                    return new Piece(part, continues);
                }
                continue;
            }
            if (ended) {
                boolean continues = begun;
                String document = take(text.length(), text.length(), true);
                return document.isBlank() ? null : new Piece(document, continues);
            }
            fill();
        }
    }

    /** Only what can be no part of a separator is cut, unless that would take too much memory. */
    private boolean tooLong() {
        return searched - start > maxCharacters || text.length() - start > 2L * maxCharacters;
    }

    private String take(int end, int next, boolean last) {
        String piece = text.substring(start, end);
        if (split.separates()) {
            piece = begun ? piece : piece.stripLeading();
            piece = last ? piece.stripTrailing() : piece;
        }
        start = next;
        searched = Math.max(searched, next);
        return piece;
    }

    private void fill() {
        text.delete(0, start);
        searched -= start;
        start = 0;
        ended = !reader.readInto(text);
    }

    @Override
    public void close() {
        reader.close();
    }
}
