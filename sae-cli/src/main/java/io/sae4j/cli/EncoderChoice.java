package io.sae4j.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The encoders that can be trained from the command line. */
enum EncoderChoice {
    RELU,
    TOPK,
    BATCHTOPK,
    JUMPRELU,
    GATED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String known() {
        return Arrays.stream(values()).map(EncoderChoice::toString).collect(Collectors.joining(", "));
    }

    /** Reads a name; an unknown one is told the known. */
    static final class Converter implements ITypeConverter<EncoderChoice> {
        @Override
        public EncoderChoice convert(String name) {
            for (EncoderChoice choice : values()) {
                if (choice.toString().equals(name)) {
                    return choice;
                }
            }
            throw new TypeConversionException("unknown encoder '" + name + "'; known are " + known());
        }
    }
}
