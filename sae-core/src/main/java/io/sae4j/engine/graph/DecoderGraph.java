package io.sae4j.engine.graph;

import io.sae4j.encoder.GraphOps;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The decoder's part of the graph: from codes to reconstructions, and the lengths of its rows. */
final class DecoderGraph {
    private static final double SMALLEST_SQUARED_NORM = 1e-30;

    private final ObjectiveSpec spec;
    private final SameDiff sd;
    private final SDVariable input;
    private final Map<String, SDVariable> parameters;
    private final DataType type;
    private @Nullable SDVariable norms;
    private @Nullable SDVariable sumsOfPartNorms;
    private @Nullable SDVariable skip;

    /** @param parameters by name */
    DecoderGraph(ObjectiveSpec spec, SameDiff sd, SDVariable input, Map<String, SDVariable> parameters, DataType type) {
        this.spec = spec;
        this.sd = sd;
        this.input = input;
        this.parameters = parameters;
        this.type = type;
    }

    private SDVariable parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** {@code ‖w_j‖, [dSae]}. */
    SDVariable norms() {
        if (norms == null) {
            norms = flooredRoot(squares().sum(1));
        }
        return norms;
    }

    /** {@code Σ_l ‖w_j^l‖, [dSae]}; {@link #norms} where rows are in one part. */
    SDVariable sumsOfPartNorms() {
        if (spec.partWidths().isEmpty()) {
            return norms();
        }
        if (sumsOfPartNorms == null) {
            sumsOfPartNorms = flooredRoot(squares().mmul(sd.constant(indicator(spec.partWidths(), type))))
                    .sum(1);
        }
        return sumsOfPartNorms;
    }

    private SDVariable squares() {
        return GraphOps.square(parameter(Weights.W_DEC));
    }

    private SDVariable flooredRoot(SDVariable squares) {
        SDVariable floor = sd.constant(SMALLEST_SQUARED_NORM).castTo(type);
        return sd.math().sqrt(sd.math().max(squares, floor));
    }

    /** {@code [dOut, parts]}: 1 where a column belongs to a part, so that a product with it sums over parts. */
    private static INDArray indicator(List<Integer> widths, DataType type) {
        int columns = widths.stream().mapToInt(Integer::intValue).sum();
        INDArray indicator = Nd4j.zeros(type, columns, widths.size());
        int column = 0;
        for (int part = 0; part < widths.size(); part++) {
            for (int end = column + widths.get(part); column < end; column++) {
                indicator.putScalar(column, part, 1.0);
            }
        }
        return indicator;
    }

    /** {@code a·W_dec}, with codes divided by the norms where they are scaled by them. */
    SDVariable decodeWithoutBias(SDVariable activations, boolean scaledByNorms) {
        SDVariable inner = scaledByNorms ? activations.div(norms()) : activations;
        return inner.mmul(parameter(Weights.W_DEC));
    }

    /** {@code a·W_dec + b_dec}, and {@code W_skip·x} where there is a skip connection. */
    SDVariable decode(SDVariable activations, boolean scaledByNorms) {
        SDVariable decoded = decodeWithoutBias(activations, scaledByNorms).add(parameter(Weights.B_DEC));
        return spec.skipConnection() ? decoded.add(skip()) : decoded;
    }

    private SDVariable skip() {
        if (skip == null) {
            skip = sd.mmul(input, parameter(Weights.W_SKIP), false, true, false);
        }
        return skip;
    }

    /** {@link #decode} with all parameters as constants. */
    SDVariable decodeFrozen(SDVariable activations, boolean scaledByNorms) {
        SDVariable inner = scaledByNorms ? activations.div(GraphOps.stop(norms())) : activations;
        SDVariable decoded =
                inner.mmul(GraphOps.stop(parameter(Weights.W_DEC))).add(GraphOps.stop(parameter(Weights.B_DEC)));
        return spec.skipConnection() ? decoded.add(GraphOps.stop(skip())) : decoded;
    }
}
