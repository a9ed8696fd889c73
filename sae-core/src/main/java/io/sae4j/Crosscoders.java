package io.sae4j;

import static com.google.common.base.Preconditions.checkElementIndex;
import static com.google.common.base.Preconditions.checkState;

import io.sae4j.model.RowPart;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A crosscoder's decoder by the parts of its rows. */
final class Crosscoders {
    private Crosscoders() {}

    private static List<RowPart> parts(SaeConfig config) {
        checkState(!config.parts().isEmpty(), "only a crosscoder's rows have parts; this SAE is none");
        return config.parts();
    }

    /** The columns of a decoder row that belong to part {@code part}. */
    static INDArray direction(SaeConfig config, INDArray row, int part) {
        List<RowPart> parts = parts(config);
        checkElementIndex(part, parts.size(), "part");
        int first = parts.subList(0, part).stream().mapToInt(RowPart::width).sum();
        return row.get(NDArrayIndex.interval(first, first + parts.get(part).width()))
                .dup('c');
    }

    /** The share of each part in the scaled norms of each decoder row, {@code [dSae, parts]}. */
    static INDArray norms(SaeConfig config, Weights weights) {
        List<RowPart> parts = parts(config);
        float[] decoder = HostArrays.toFloats(weights.get(Weights.W_DEC));
        float[] shares = new float[config.dSae() * parts.size()];
        double[] norms = new double[parts.size()];
        int at = 0;
        for (int j = 0; j < config.dSae(); j++) {
            double sum = 0;
            for (int l = 0; l < norms.length; l++) {
                double squares = 0;
                for (int end = at + parts.get(l).width(); at < end; at++) {
                    squares += (double) decoder[at] * decoder[at];
                }
                norms[l] = Math.sqrt(squares) * parts.get(l).scale();
                sum += norms[l];
            }
            for (int l = 0; l < norms.length; l++) {
                shares[j * norms.length + l] = sum == 0 ? 0f : (float) (norms[l] / sum);
            }
        }
        return HostArrays.create(shares, config.dSae(), parts.size());
    }
}
