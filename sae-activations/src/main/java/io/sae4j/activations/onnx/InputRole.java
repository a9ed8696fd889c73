package io.sae4j.activations.onnx;

import java.util.Locale;

/** What an input of a language model is for. */
enum InputRole {
    /** Token ids. */
    TOKENS,
    /** 1 where there is a token, 0 where there is padding. */
    MASK,
    /** 0, 1, 2, … in each window. */
    POSITIONS,
    /** Which of two texts a token belongs to: always the first. */
    SEGMENTS,
    /** Keys and values of earlier tokens: there are none. */
    PAST,
    /** Whether {@link #PAST} is to be used: no. */
    USE_PAST,
    /** None of these; a model that needs it cannot be run. */
    UNKNOWN;

    /** Goes by the names that exporters give; token ids are found otherwise. */
    static InputRole ofName(String input) {
        String name = input.toLowerCase(Locale.ROOT);
        if (name.startsWith("past")) {
            return PAST;
        }
        if (name.startsWith("use_cache")) {
            return USE_PAST;
        }
        if (name.contains("mask")) {
            return MASK;
        }
        if (name.contains("position")) {
            return POSITIONS;
        }
        return name.contains("token_type") || name.contains("segment") ? SEGMENTS : UNKNOWN;
    }
}
