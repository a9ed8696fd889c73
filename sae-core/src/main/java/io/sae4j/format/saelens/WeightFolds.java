package io.sae4j.format.saelens;

import io.sae4j.model.Weights;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Moves factors that SAELens applies while encoding into the weights, so that codes and reconstructions stay what they
 * are: by homogeneity of the activation, {@code c·φ(z) = φ(c·z)} with thresholds scaled too.
 */
final class WeightFolds {
    /** Decoder rows whose norms are nearer to 1 than this count as unit rows; their weights are kept to the bit. */
    private static final double UNIT_NORM_TOLERANCE = 1e-5;

    private WeightFolds() {}

    /**
     * With {@code n_j} the norm of decoder row j: {@code W_enc[:,j]·n_j}, {@code b_enc_j·n_j}, {@code W_dec[j,:]/n_j}.
     * A row of zeros counts as a unit row.
     *
     * @param tensors FLOAT; its arrays may be overwritten
     */
    static Map<String, INDArray> decoderNorms(Map<String, INDArray> tensors) {
        INDArray wDec = require(tensors, Weights.W_DEC);
        if (hasUnitRows(wDec)) {
            return tensors;
        }
        try (INDArray wide = norms(wDec);
                INDArray norms = wide.castTo(DataType.FLOAT)) {
            require(tensors, Weights.W_ENC).muliRowVector(norms);
            require(tensors, Weights.B_ENC).muli(norms);
            wDec.diviColumnVector(norms);
        }
        return tensors;
    }

    /**
     * Brings weights for rows that were multiplied by {@code s} to raw rows: what is in the units of activations, such as
     * {@code b_enc}, {@code b_dec} and {@code threshold}, is divided by {@code s}. Codes are then in raw units: those of the scaled
     * rows, divided by {@code s}.
     *
     * @param tensors FLOAT; its arrays are overwritten
     */
    static void inputScale(Map<String, INDArray> tensors, ArchitectureName name, double s) {
        if (s == 1.0) {
            return;
        }
        Set<String> scaled = new LinkedHashSet<>();
        name.tensors().filter(FileTensor::scaled).map(FileTensor::model).forEach(scaled::add);
        if (scaled.remove(Architectures.AVERAGED_THRESHOLD)) {
            scaled.add(Weights.THRESHOLD);
        }
        for (String tensor : scaled) {
            require(tensors, tensor).divi(s);
        }
    }

    /**
     * Brings weights that encode {@code s·(x − b_dec)} to such that encode {@code s·x}: {@code b_enc − s·b_dec·W_enc}, and for
     * gated ones {@code b_mag − exp(r_mag)·s·b_dec·W_enc}.
     *
     * @param s the input scale that is kept beside the weights
     */
    static Weights inputShift(Weights weights, double s) {
        Map<String, INDArray> shifted = new LinkedHashMap<>();
        try (INDArray wEnc = weights.get(Weights.W_ENC).castTo(DataType.DOUBLE);
                INDArray bDec = weights.get(Weights.B_DEC).castTo(DataType.DOUBLE);
                INDArray shift = bDec.reshape(1, bDec.length()).mmul(wEnc).muli(s);
                INDArray wide = weights.get(Weights.B_ENC).castTo(DataType.DOUBLE)) {
            INDArray row = shift.reshape(shift.length());
            shifted.put(Weights.B_ENC, wide.subi(row).castTo(DataType.FLOAT));
            String logScale = FileTensor.R_MAG.model();
            if (weights.has(logScale)) {
                String bias = FileTensor.B_MAG.model();
                row.muli(Transforms.exp(weights.get(logScale).castTo(DataType.DOUBLE), false));
                shifted.put(
                        bias,
                        weights.get(bias).castTo(DataType.DOUBLE).subi(row).castTo(DataType.FLOAT));
            }
        }
        return weights.with(shifted);
    }

    /** Whether every row of {@code wDec [dSae, dOut]} has unit length, or is zero. */
    static boolean hasUnitRows(INDArray wDec) {
        try (INDArray norms = norms(wDec);
                INDArray deviations = norms.sub(1.0)) {
            return deviations.amaxNumber().doubleValue() <= UNIT_NORM_TOLERANCE;
        }
    }

    private static INDArray norms(INDArray wDec) {
        try (INDArray wide = wDec.castTo(DataType.DOUBLE)) {
            INDArray norms = wide.norm2(1);
            for (long j = 0; j < norms.length(); j++) {
                if (norms.getDouble(j) == 0) {
                    norms.putScalar(j, 1);
                }
            }
            return norms;
        }
    }

    private static INDArray require(Map<String, INDArray> tensors, String name) {
        INDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor '" + name + "' is missing");
        }
        return tensor;
    }
}
