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
            boolean found = split.find(text, searched, boundary);
            boolean whole = found || ended;
            searched = found || !ended ? Math.max(start, boundary.start) : text.length();
            boolean continues = begun;
            String piece;
            if (searched - start > maxCharacters || (!whole && tooMuchWhiteSpace())) {
                int cut = LongText.cut(text, start, maxCharacters);
                piece = take(cut, cut, false);
                begun |= !piece.isBlank();
            } else if (whole) {
                piece = found ? take(boundary.start, boundary.end, true) : take(text.length(), text.length(), true);
                begun = false;
                if (!found && piece.isBlank()) {
                    return null;
                }
            } else {
                fill();
                continue;
            }
            if (!piece.isBlank()) {
                return new Piece(piece, continues);
            }
        }
    }

    /** What may become a separator is not cut, but it must not fill the memory either. */
    private boolean tooMuchWhiteSpace() {
        return text.length() - start > 2L * maxCharacters;
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
