package io.sae4j.train;

import io.sae4j.encoder.EncoderParameter;
import io.sae4j.math.RandomStreams;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parameters at the start: decoder rows are random unit directions, {@code W_enc = W_decᵀ} (random unit columns of its own
 * where input and target widths differ), biases zero but for {@code b_dec}.
 */
public final class Initialization {
    private Initialization() {}

    /**
     * Fresh arrays by name.
     *
     * @param decoderBias {@code [dOut]}, in the units of the scaled rows
     */
    public static Map<String, INDArray> parameters(TrainingConfig config, int dIn, int dOut, float[] decoderBias) {
        RandomStreams streams = new RandomStreams(config.seed());
        INDArray decoder = unitRows(streams.stream("W_dec"), config.dSae(), dOut);
        INDArray encoder = dIn == dOut ? decoder : unitRows(streams.stream("W_enc"), config.dSae(), dIn);
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        parameters.put(Weights.W_ENC, encoder.transpose().dup('c'));
        parameters.put(Weights.W_DEC, decoder);
        parameters.put(Weights.B_ENC, Nd4j.zeros(DataType.FLOAT, config.dSae()));
        parameters.put(Weights.B_DEC, HostArrays.create(decoderBias, dOut));
        for (EncoderParameter parameter : config.encoder().parameters(config.dSae())) {
            parameters.put(
                    parameter.name(), Nd4j.valueArrayOf(parameter.shape(), parameter.initialValue(), DataType.FLOAT));
        }
        return parameters;
    }

    private static INDArray unitRows(SplittableRandom random, int rows, int width) {
        INDArray matrix = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, width);
        float[] row = new float[width];
        for (int r = 0; r < rows; r++) {
            double squares = 0;
            for (int c = 0; c < width; c++) {
                row[c] = (float) random.nextGaussian();
                squares += (double) row[c] * row[c];
            }
            float inverse = (float) (1 / Math.sqrt(Math.max(squares, Double.MIN_NORMAL)));
            for (int c = 0; c < width; c++) {
                row[c] *= inverse;
            }
            HostArrays.write(row, matrix.getRow(r));
        }
        return matrix;
    }
}
