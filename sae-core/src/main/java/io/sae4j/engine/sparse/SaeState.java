package io.sae4j.engine.sparse;

import io.sae4j.encoder.EncoderParameter;
import io.sae4j.engine.FeatureRestart;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The SAE in training. Both weight matrices are kept by feature: {@code encoder [dSae][dIn]} is the transpose of
 * {@code W_enc}, {@code decoder [dSae][dOut]} is {@code W_dec}.
 */
final class SaeState {
    private static final float SMALLEST_NORM = 1e-15f;

    final RowParameter encoder;
    final RowParameter decoder;
    final VectorParameter encoderBias;
    final VectorParameter decoderBias;
    /** Lengths of the encoder's rows. */
    final float[] encoderNorms;
    /** Lengths of what rounding the encoder's rows to bfloat16 takes from them; kept where products are rounded. */
    final float[] encoderErrors;
    /** Lengths of the decoder's rows; of a row of zeros a tiny one, as in the graph, so that scores keep their sign. */
    final float[] decoderNorms;
    /** The norms that penalties weigh features by: those of a crosscoder are the sums of its parts' norms. */
    final float[] penaltyNorms;
    /** {@code W_skip}, a row for each output column, if there is a skip connection. */
    final @Nullable RowParameter skip;

    final PartNorms partNorms;
    private final Map<String, VectorParameter> own = new LinkedHashMap<>();
    private final int dIn;
    private final int dOut;
    private final int dSae;

    /** @param initial by name; copied */
    SaeState(ObjectiveSpec spec, Map<String, INDArray> initial) {
        this.dIn = spec.dIn();
        this.dOut = spec.dOut();
        this.dSae = spec.dSae();
        encoder = new RowParameter(dSae, dIn);
        decoder = new RowParameter(dSae, dOut);
        encoderNorms = new float[dSae];
        encoderErrors = new float[dSae];
        decoderNorms = new float[dSae];
        partNorms = new PartNorms(spec.partWidths(), dOut);
        penaltyNorms = partNorms.isWhole() ? decoderNorms : new float[dSae];
        skip = spec.skipConnection() ? new RowParameter(dOut, dIn) : null;
        if (skip != null) {
            readRows(required(initial, Weights.W_SKIP, dOut, dIn), skip.value);
        }
        encoderBias = vector(initial, Weights.B_ENC, dSae);
        decoderBias = vector(initial, Weights.B_DEC, dOut);
        for (EncoderParameter parameter : spec.encoder().parameters(dSae)) {
            own.put(parameter.name(), vector(initial, parameter.name(), dSae));
        }
        readColumns(required(initial, Weights.W_ENC, dIn, dSae), encoder.value);
        readRows(required(initial, Weights.W_DEC, dSae, dOut), decoder.value);
        for (int j = 0; j < dSae; j++) {
            measure(j);
        }
    }

    /** The encoder's own parameter {@code name}, a value per feature. */
    VectorParameter own(String name) {
        return Objects.requireNonNull(own.get(name), name);
    }

    /** Takes the lengths of feature {@code j}'s rows anew. */
    void measure(int j) {
        encoderNorms[j] = (float) RowMath.norm(encoder.value[j]);
        decoderNorms[j] = Math.max((float) RowMath.norm(decoder.value[j]), SMALLEST_NORM);
        if (!partNorms.isWhole()) {
            penaltyNorms[j] = partNorms.sum(decoder.value[j]);
        }
    }

    /** Takes anew what rounding feature {@code j}'s encoder row costs; {@code scratch} is of the row's length. */
    void measureRounding(int j, float[] scratch) {
        encoderErrors[j] = Math.nextUp((float) Margins.roundingError(encoder.value[j], scratch));
    }

    /** Starts features again; the encoder's products must be packed anew afterwards. */
    void restart(FeatureRestart restart, List<EncoderParameter> parameters) {
        for (int i = 0; i < restart.features().length; i++) {
            int j = restart.features()[i];
            encoder.restart(j, restart.encoder()[i]);
            decoder.restart(j, restart.decoder()[i]);
            encoderBias.restart(j, 0f);
            for (EncoderParameter parameter : parameters) {
                own(parameter.name()).restart(j, (float) parameter.initialValue());
            }
            measure(j);
        }
    }

    /** Copies by name, in the shapes that all engines share. */
    Map<String, INDArray> copies() {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        INDArray columns = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', dIn, dSae);
        writeColumns(encoder.value, columns);
        copies.put(Weights.W_ENC, columns);
        copies.put(Weights.W_DEC, matrix(decoder));
        copies.put(Weights.B_ENC, HostArrays.create(encoderBias.value, dSae));
        copies.put(Weights.B_DEC, HostArrays.create(decoderBias.value, dOut));
        if (skip != null) {
            copies.put(Weights.W_SKIP, matrix(skip));
        }
        own.forEach((name, vector) -> copies.put(name, HostArrays.create(vector.value, dSae)));
        return copies;
    }

    private static INDArray matrix(RowParameter parameter) {
        int width = parameter.width();
        INDArray matrix = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', parameter.features(), width);
        for (int row = 0; row < parameter.features(); row++) {
            HostArrays.writeRun(parameter.value[row], matrix, (long) row * width, width);
        }
        return matrix;
    }

    private static VectorParameter vector(Map<String, INDArray> initial, String name, int length) {
        return new VectorParameter(HostArrays.toFloats(required(initial, name, length)));
    }

    private static INDArray required(Map<String, INDArray> initial, String name, long... shape) {
        INDArray value = initial.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no initial value for the parameter '" + name + "'");
        }
        return HostArrays.denseFloats(value.reshape(shape));
    }

    private static void readRows(INDArray matrix, float[][] rows) {
        for (int j = 0; j < rows.length; j++) {
            HostArrays.readRun(matrix, (long) j * rows[j].length, rows[j], rows[j].length);
        }
    }

    private static void readColumns(INDArray matrix, float[][] columns) {
        float[] row = new float[columns.length];
        for (int c = 0; c < columns[0].length; c++) {
            HostArrays.readRun(matrix, (long) c * columns.length, row, columns.length);
            for (int j = 0; j < columns.length; j++) {
                columns[j][c] = row[j];
            }
        }
    }

    private static void writeColumns(float[][] columns, INDArray matrix) {
        float[] row = new float[columns.length];
        for (int c = 0; c < columns[0].length; c++) {
            for (int j = 0; j < columns.length; j++) {
                row[j] = columns[j][c];
            }
            HostArrays.writeRun(row, matrix, (long) c * columns.length, columns.length);
        }
    }
}
