package io.sae4j.train;

import io.sae4j.data.RowSample;
import io.sae4j.math.Permutations;
import io.sae4j.math.RandomStreams;
import io.sae4j.model.RowScales;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.nd.Products;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sets {@code b_enc} at the start where {@link Start} asks for it: so that features fire on a given share of the run's
 * sample, or never.
 *
 * <p>Pre-activations are found for up to 4,096 rows, a group of features at a time, so that they stay within 64 MiB.
 */
final class InitialBias {
    private static final int ROWS = 4096;
    private static final int GROUP = 4096;
    private static final double LARGEST_SHARE = 0.5;
    private static final double SILENCE = 1.25;

    private final TrainingConfig config;
    private final Map<String, INDArray> parameters;
    private final int dIn;

    private InitialBias(TrainingConfig config, Map<String, INDArray> parameters) {
        this.config = config;
        this.parameters = parameters;
        this.dIn = (int) parameter(Weights.W_ENC).size(0);
    }

    /**
     * @param parameters those of {@link Initialization#parameters}; {@code b_enc} is overwritten
     * @param sample raw rows
     * @param scales of rows while training
     */
    static void set(TrainingConfig config, Map<String, INDArray> parameters, RowSample sample, RowScales scales) {
        Start start = config.start();
        if (start.initialL0() == 0 && start.silentShare() == 0) {
            return;
        }
        InitialBias bias = new InitialBias(config, parameters);
        float[] values = new float[config.dSae()];
        if (start.initialL0() > 0) {
            bias.letFire(Math.min(LARGEST_SHARE, start.initialL0() / config.dSae()), sample, scales, values);
        }
        if (start.silentShare() > 0) {
            bias.silence(values);
        }
        HostArrays.write(values, bias.parameter(Weights.B_ENC));
    }

    private INDArray parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    private void letFire(double share, RowSample sample, RowScales scales, float[] bias) {
        int rows = Math.min(ROWS, sample.rows());
        int silentRows = Math.min(rows - 1, (int) Math.round((1 - share) * rows));
        float[] z = new float[rows];
        try (INDArray input = input(sample, rows, scales)) {
            for (int first = 0; first < bias.length; first += GROUP) {
                int count = Math.min(GROUP, bias.length - first);
                try (INDArray columns = columns(first, count);
                        INDArray products = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', count, rows)) {
                    Products.gemm(columns, true, input, true, 1, 0, products);
                    for (int j = 0; j < count; j++) {
                        HostArrays.readRun(products, (long) j * rows, z, rows);
                        Arrays.sort(z);
                        double between = silentRows == 0 ? z[0] : (z[silentRows - 1] + (double) z[silentRows]) / 2;
                        bias[first + j] = (float) (config.encoder().initialThreshold() - between);
                    }
                }
            }
        }
    }

    /** The rows as the encoder sees them. */
    private INDArray input(RowSample sample, int rows, RowScales scales) {
        float[] shift = config.applyBDecToInput() ? HostArrays.toFloats(parameter(Weights.B_DEC)) : new float[dIn];
        float[] values = new float[rows * dIn];
        double[] factors = RowScales.factors(scales.input());
        for (int i = 0; i < values.length; i++) {
            values[i] = sample.input()[i] * (float) factors[i % dIn] - shift[i % dIn];
        }
        return HostArrays.create(values, rows, dIn);
    }

    private INDArray columns(int first, int count) {
        INDArray encoder = parameter(Weights.W_ENC);
        INDArray columns = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', dIn, count);
        float[] run = new float[count];
        for (int c = 0; c < dIn; c++) {
            HostArrays.readRun(encoder, (long) c * config.dSae() + first, run, count);
            HostArrays.writeRun(run, columns, (long) c * count, count);
        }
        return columns;
    }

    /** Below {@code −‖x‖·‖u_j‖} for rows of the mean norm, which no direction of theirs makes up for. */
    private void silence(float[] bias) {
        int[] order = Permutations.random(bias.length, new RandomStreams(config.seed()).seedOf("silent"));
        double scale = SILENCE * Math.sqrt(dIn);
        float[] norms = HostArrays.toFloats(parameter(Weights.W_ENC).norm2(0));
        int count = (int) Math.round(config.start().silentShare() * bias.length);
        for (int i = 0; i < count; i++) {
            bias[order[i]] = (float) (-scale * norms[order[i]]);
        }
    }
}
