package io.sae4j.model;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How rows were scaled while training: {@code x' = S_in·x} and {@code t' = S_out·t}, with a factor for each column that is
 * the same within a part.
 *
 * @param input the parts of an input row, at least one
 * @param target the parts of a target row, at least one; those of the input for an autoencoder
 */
public record RowScales(List<RowPart> input, List<RowPart> target) {
    public RowScales {
        checkArgument(!input.isEmpty() && !target.isEmpty(), "rows must have at least one part");
        input = ImmutableList.copyOf(input);
        target = ImmutableList.copyOf(target);
    }

    /** One factor for all columns of inputs and targets. */
    public static RowScales uniform(int dIn, int dOut, double scale) {
        return new RowScales(List.of(new RowPart(dIn, scale)), List.of(new RowPart(dOut, scale)));
    }

    /** Whether all columns of inputs and targets have one and the same factor. */
    public boolean areOneNumber() {
        return Stream.concat(input.stream(), target.stream())
                        .mapToDouble(RowPart::scale)
                        .distinct()
                        .count()
                == 1;
    }

    /** Whether all columns of the targets have the same factor. */
    public boolean targetIsUniform() {
        return target.stream().mapToDouble(RowPart::scale).distinct().count() == 1;
    }

    /**
     * The factor u that codes are divided by when they go from the units of scaled rows to raw ones: the target's scale. For
     * parts of different scales {@code u = (mean_l s_l⁻²)^(−1/2)}, which leaves a decoder row that is alike in all parts at its
     * length.
     */
    public double codeUnit() {
        if (targetIsUniform()) {
            return target.get(0).scale();
        }
        double mean = target.stream()
                .mapToDouble(part -> 1 / (part.scale() * part.scale()))
                .average()
                .orElseThrow();
        return 1 / Math.sqrt(mean);
    }

    /** The factor of each column; a fresh array. */
    public static double[] factors(List<RowPart> parts) {
        return parts.stream()
                .flatMapToDouble(part -> DoubleStream.generate(part::scale).limit(part.width()))
                .toArray();
    }
}
