package io.sae4j.activations.text;

/** Where one document of a text file ends and the next begins. */
interface TextSplit {
    /** The whole file is one document. */
    TextSplit NONE = new TextSplit() {
        @Override
        public boolean find(StringBuilder text, int from, Boundary found) {
            found.start = text.length();
            return false;
        }

        @Override
        public boolean separates() {
            return false;
        }
    };

    /** What {@link #find} reports. */
    final class Boundary {
        /** Where the separator begins, or, when none was found, where to search when there is more text. */
        int start;

        /** After the separator. */
        int end;
    }

    /**
     * Looks for a separator in {@code text} from {@code from} on.
     *
     * @return whether there is one
     */
    boolean find(StringBuilder text, int from, Boundary found);

    /** Whether white space around a document belongs to the separators. */
    default boolean separates() {
        return true;
    }

    /** Between documents stands {@code marker}. */
    static TextSplit marker(String marker) {
        return (text, from, found) -> {
            int at = text.indexOf(marker, from);
            found.start = at >= 0 ? at : Math.max(from, text.length() - marker.length() + 1);
            found.end = at + marker.length();
            return at >= 0;
        };
    }

    /** Between documents are lines of nothing but white space. */
    static TextSplit blankLines() {
        return (text, from, found) -> {
            int lineEnd = -1;
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\n' && lineEnd >= 0) {
                    found.start = lineEnd;
                    found.end = i + 1;
                    return true;
                }
                if (c == '\n') {
                    lineEnd = i;
                } else if (!Character.isWhitespace(c)) {
                    lineEnd = -1;
                }
            }
            found.start = lineEnd >= 0 ? lineEnd : text.length();
            return false;
        };
    }
}
