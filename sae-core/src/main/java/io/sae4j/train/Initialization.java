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

/** Parameters at the start, as {@link Start} says; {@link InitialBias} sets biases that need data. */
public final class Initialization {
    private Initialization() {}

    /**
     * Fresh arrays by name; {@code b_enc} and {@code W_skip} are 0.
     *
     * @param ownTargets whether targets are rows of their own
     * @param decoderBias {@code [dOut]}, in the units of the scaled rows
     */
    public static Map<String, INDArray> parameters(
            TrainingConfig config, int dIn, int dOut, boolean ownTargets, float[] decoderBias) {
        RandomStreams streams = new RandomStreams(config.seed());
        Start start = config.start();
        INDArray decoder = rows(start, streams.stream("W_dec"), config.dSae(), dOut);
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        parameters.put(Weights.W_ENC, encoder(config, streams, dIn, ownTargets, decoder));
        parameters.put(Weights.W_DEC, decoder);
        parameters.put(Weights.B_ENC, Nd4j.zeros(DataType.FLOAT, config.dSae()));
        parameters.put(Weights.B_DEC, HostArrays.create(decoderBias, dOut));
        if (config.skipConnection()) {
            parameters.put(Weights.W_SKIP, Nd4j.zeros(DataType.FLOAT, dOut, dIn));
        }
        for (EncoderParameter parameter : config.encoder().parameters(config.dSae())) {
            parameters.put(
                    parameter.name(), Nd4j.valueArrayOf(parameter.shape(), parameter.initialValue(), DataType.FLOAT));
        }
        return parameters;
    }

    private static INDArray encoder(
            TrainingConfig config, RandomStreams streams, int dIn, boolean ownTargets, INDArray decoder) {
        Start start = config.start();
        boolean tied = start.encoder() != Start.EncoderStart.INDEPENDENT && !ownTargets;
        INDArray rows = tied ? decoder : rows(start, streams.stream("W_enc"), config.dSae(), dIn);
        INDArray encoder = rows.transpose().dup('c');
        return start.encoder() == Start.EncoderStart.TIED_BY_WIDTHS
                ? encoder.muli((double) dIn / config.dSae())
                : encoder;
    }

    private static INDArray rows(Start start, SplittableRandom random, int rows, int width) {
        INDArray matrix = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, width);
        boolean asDrawn = start.rows() == Start.DecoderRows.UNIFORM_ENTRIES;
        double spread = start.largestNorm() - start.smallestNorm();
        float[] row = new float[width];
        for (int r = 0; r < rows; r++) {
            double squares = 0;
            for (int c = 0; c < width; c++) {
                row[c] = (float) entry(start.rows(), random);
                squares += (double) row[c] * row[c];
            }
            double norm = spread > 0 ? start.smallestNorm() + spread * random.nextDouble() : start.smallestNorm();
            double divisor = asDrawn ? Math.sqrt(width) : Math.sqrt(Math.max(squares, Double.MIN_NORMAL));
            float factor = (float) (norm / divisor);
            for (int c = 0; c < width; c++) {
                row[c] *= factor;
            }
            HostArrays.write(row, matrix.getRow(r));
        }
        return matrix;
    }

    private static double entry(Start.DecoderRows rows, SplittableRandom random) {
        return rows == Start.DecoderRows.GAUSSIAN ? random.nextGaussian() : 2 * random.nextDouble() - 1;
    }
}
