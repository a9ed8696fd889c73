package io.sae4j.cli;

import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.loss.NestedReconstruction.Level;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The levels of a Matryoshka SAE.
 *
 * @param levels null for those of the recipe
 */
record NestedLevels(@Nullable NestedReconstruction levels) {
    private static final String AUTO = "auto";

    /** @throws UsageException when a level has all features */
    void applyTo(SparseAutoencoderBuilder builder, int hiddenDim) {
        if (levels == null) {
            builder.matryoshka();
            return;
        }
        for (Level level : levels.levels()) {
            if (level.width() >= hiddenDim) {
                throw new UsageException(
                        "--matryoshka must stay below the hidden dim " + hiddenDim + ", got " + level.width());
            }
        }
        builder.matryoshka(levels.levels());
    }

    /** Reads {@code auto}, or numbers of features with a weight each if it is not 1: {@code 16:0.5,64}. */
    static final class Converter implements ITypeConverter<NestedLevels> {
        @Override
        public NestedLevels convert(String text) {
            if (text.equals(AUTO)) {
                return new NestedLevels(null);
            }
            try {
                return new NestedLevels(new NestedReconstruction(
                        Arrays.stream(text.split(",", -1)).map(Converter::level).toList()));
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "--matryoshka must be numbers of features such as 16,64 or 16:0.5,64, or auto, got '" + text
                                + "'");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("--matryoshka: " + e.getMessage());
            }
        }

        private static Level level(String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Level(Integer.parseInt(text), 1)
                    : new Level(
                            Integer.parseInt(text.substring(0, colon)), Double.parseDouble(text.substring(colon + 1)));
        }
    }
}
