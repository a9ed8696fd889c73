package io.sae4j.activations.arrow;

/** Arrow's types, as far as their buffers differ. */
enum ArrowType {
    NULL,
    INTEGER,
    FLOAT,
    OTHER_FIXED_WIDTH,
    TEXT_OR_BINARY,
    LIST,
    LARGE_LIST,
    FIXED_SIZE_LIST,
    STRUCT,
    UNION,
    VIEW,
    LIST_VIEW,
    RUN_ENDS,
    DICTIONARY;

    private static final int DENSE = 1;

    /** The type with {@code number} in the union {@code Type} of Arrow's {@code Schema.fbs}. */
    static ArrowType of(int number) {
        return switch (number) {
            case 1 -> NULL;
            case 2 -> INTEGER;
            case 3 -> FLOAT;
            case 4, 5, 19, 20 -> TEXT_OR_BINARY;
            case 6, 7, 8, 9, 10, 11, 15, 18 -> OTHER_FIXED_WIDTH;
            case 12, 17 -> LIST;
            case 13 -> STRUCT;
            case 14 -> UNION;
            case 16 -> FIXED_SIZE_LIST;
            case 21 -> LARGE_LIST;
            case 22 -> RUN_ENDS;
            case 23, 24 -> VIEW;
            case 25, 26 -> LIST_VIEW;
            default -> throw new IndexOutOfBoundsException("type number " + number + " is unknown");
        };
    }

    /** Whether lists of it lie one behind the other. */
    boolean isList() {
        return this == LIST || this == LARGE_LIST || this == FIXED_SIZE_LIST;
    }

    /** Number of buffers, without those of children. */
    int buffers(int detail, boolean unionsHaveValidity) {
        return switch (this) {
            case NULL, RUN_ENDS -> 0;
            case FIXED_SIZE_LIST, STRUCT -> 1;
            case INTEGER, FLOAT, OTHER_FIXED_WIDTH, DICTIONARY, LIST, LARGE_LIST, VIEW -> 2;
            case TEXT_OR_BINARY, LIST_VIEW -> 3;
            case UNION -> (unionsHaveValidity ? 1 : 0) + (detail == DENSE ? 2 : 1);
        };
    }
}
