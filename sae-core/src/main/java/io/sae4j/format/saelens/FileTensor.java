package io.sae4j.format.saelens;

import io.sae4j.model.Weights;
import java.util.List;

/**
 * A tensor of an architecture.
 *
 * @param name in the file
 * @param model its name in {@link Weights}
 * @param scaled whether it is divided by the factor of scaled rows to serve raw ones, as biases and thresholds are
 * @param axes its dimensions; none for a scalar
 */
record FileTensor(String name, String model, boolean scaled, List<Axis> axes) {
    /** A width of the SAE. */
    enum Axis {
        D_IN,
        D_SAE,
        D_OUT
    }

    static final FileTensor W_ENC = matrix(Weights.W_ENC, Axis.D_IN, Axis.D_SAE);
    static final FileTensor W_DEC = matrix(Weights.W_DEC, Axis.D_SAE, Axis.D_OUT);
    static final FileTensor W_SKIP = matrix(Weights.W_SKIP, Axis.D_OUT, Axis.D_IN);
    static final FileTensor B_ENC = scaled(Weights.B_ENC, Axis.D_SAE);
    static final FileTensor B_DEC = scaled(Weights.B_DEC, Axis.D_OUT);
    static final FileTensor B_GATE = new FileTensor("b_gate", Weights.B_ENC, true, List.of(Axis.D_SAE));
    static final FileTensor B_MAG = scaled("b_mag", Axis.D_SAE);
    static final FileTensor R_MAG = new FileTensor("r_mag", "r_mag", false, List.of(Axis.D_SAE));

    private static FileTensor matrix(String name, Axis rows, Axis columns) {
        return new FileTensor(name, name, false, List.of(rows, columns));
    }

    /** A tensor in the units of activations, with the same name in files and model. */
    static FileTensor scaled(String name, Axis... axes) {
        return new FileTensor(name, name, true, List.of(axes));
    }

    long[] shape(int dIn, int dSae, int dOut) {
        return axes.stream()
                .mapToLong(axis -> switch (axis) {
                    case D_IN -> dIn;
                    case D_SAE -> dSae;
                    case D_OUT -> dOut;
                })
                .toArray();
    }
}
