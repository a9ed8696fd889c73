package io.sae4j.activations.text;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes through files, one open at a time, and numbers their documents. */
final class TextFileReader implements DocumentReader {
    private final Iterator<Path> files;
    private final Function<Path, PieceReader> opener;
    private @Nullable PieceReader current;
    private long number = -1;

    TextFileReader(Iterator<Path> files, Function<Path, PieceReader> opener) {
        this.files = files;
        this.opener = opener;
    }

    @Override
    public @Nullable Document next() {
        while (true) {
            if (current == null) {
                if (!files.hasNext()) {
                    return null;
                }
                current = opener.apply(files.next());
            }
            PieceReader.Piece piece = current.next();
            if (piece != null) {
                number += piece.continues() ? 0 : 1;
                return new Document(number, piece.text());
            }
            close();
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
