package io.sae4j.inference;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.RowEncoder;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.SparseCodes;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.nd.Products;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Encodes and decodes raw rows with fixed weights: {@code f = φ(s·(x − b_dec)·W_enc + b_enc)/s} and
 * {@code x̂ = f·W_dec + b_dec}, and {@code W_skip·x} where there is a skip connection (see {@link SaeConfig}).
 *
 * <p>Layout: rows are worked through in blocks, so that the dense pre-activations of one block stay within
 * {@value #BLOCK_FLOATS} floats whatever the number of rows. {@code b_dec} is subtracted from the rows, not folded into the bias:
 * {@code x·W + (b − b_dec·W)} would lose digits for a large {@code b_dec}.
 * Thread-safe; holds no state between calls.
 */
public final class Codec {
    private static final int BLOCK_FLOATS = 1 << 24;
    private static final int MAX_BLOCK_ROWS = 1024;

    private final SaeConfig config;
    private final Weights weights;
    private final RowEncoder rowEncoder;
    private final float[] inputShift;
    private final float[] decoderBias;

    /**
     * @param weights in inference form, with the shapes of {@code config}; kept, not copied
     * @throws IllegalArgumentException when the shapes do not agree
     */
    public Codec(SaeConfig config, Encoder encoder, Weights weights) {
        checkArgument(
                weights.dIn() == config.dIn() && weights.dSae() == config.dSae() && weights.dOut() == config.dOut(),
                "weights are [dIn %s, dSae %s, dOut %s] but the configuration says [%s, %s, %s]",
                weights.dIn(),
                weights.dSae(),
                weights.dOut(),
                config.dIn(),
                config.dSae(),
                config.dOut());
        encoder.checkWidths(config.dIn(), config.dSae());
        this.config = config;
        this.weights = weights;
        this.rowEncoder = encoder.rowEncoder(config, weights);
        this.decoderBias = HostArrays.toFloats(weights.get(Weights.B_DEC));
        this.inputShift = config.applyBDecToInput() ? decoderBias : new float[config.dIn()];
    }

    public SaeConfig config() {
        return config;
    }

    public Weights weights() {
        return weights;
    }

    /** The largest number of rows that {@link #encodeBlock} and {@link #decodeBlock} take at once. */
    public int blockRows() {
        int widest = Math.max(config.dSae(), Math.max(config.dIn(), config.dOut()));
        return Math.max(1, Math.min(MAX_BLOCK_ROWS, BLOCK_FLOATS / widest));
    }

    /**
     * Encodes up to {@link #blockRows()} rows.
     *
     * @param x row-major rows, {@code rows · dIn} entries from entry {@code from}; not modified
     * @param codes receives row-major codes {@code [rows, dSae]}; its first {@code rows · dSae} entries are overwritten
     */
    public void encodeBlock(float[] x, int from, int rows, float[] codes) {
        checkBlock(rows);
        int d = config.dIn();
        int m = config.dSae();
        float scale = (float) config.encoderInputScale();
        float[] shifted = new float[rows * d];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < d; c++) {
                shifted[r * d + c] = (x[from + r * d + c] - inputShift[c]) * scale;
            }
        }
        rowEncoder.encode(shifted, rows, codes);
        if (scale != 1f) {
            for (int i = 0; i < rows * m; i++) {
                codes[i] /= scale;
            }
        }
    }

    /** Whether reconstructions need the rows that codes were made of, because a skip connection adds {@code W_skip·x}. */
    public boolean hasSkip() {
        return weights.has(Weights.W_SKIP);
    }

    /**
     * Decodes up to {@link #blockRows()} rows of an SAE without skip connection.
     *
     * @param codes row-major dense codes {@code [rows, dSae]}; not modified
     * @param out receives row-major reconstructions {@code [rows, dOut]}
     * @throws IllegalStateException when there is a skip connection
     */
    public void decodeBlock(float[] codes, int rows, float[] out) {
        if (hasSkip()) {
            throw new IllegalStateException(
                    "this SAE adds W_skip·x to what its codes decode to: give the rows too, decode(codes, rows)");
        }
        decode(codes, null, rows, out);
    }

    /**
     * Decodes up to {@link #blockRows()} rows.
     *
     * @param codes row-major dense codes {@code [rows, dSae]}; not modified
     * @param x the rows that they were made of, from entry {@code from} on, as in {@link #encodeBlock}; read where there is a
     *     skip connection
     * @param out receives row-major reconstructions {@code [rows, dOut]}
     */
    public void decodeBlock(float[] codes, float[] x, int from, int rows, float[] out) {
        if (!hasSkip()) {
            decode(codes, null, rows, out);
            return;
        }
        checkBlock(rows);
        float[] block = Arrays.copyOfRange(x, from, from + rows * config.dIn());
        try (INDArray input = HostArrays.create(block, rows, config.dIn())) {
            decode(codes, input, rows, out);
        }
    }

    private void decode(float[] codes, @Nullable INDArray x, int rows, float[] out) {
        checkBlock(rows);
        try (INDArray input = HostArrays.create(codes, rows, config.dSae());
                INDArray output = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, config.dOut())) {
            Products.multiply(input, weights.get(Weights.W_DEC), output);
            if (x != null) {
                Products.gemm(x, false, weights.get(Weights.W_SKIP), true, 1.0, 1.0, output);
            }
            HostArrays.read(output, out);
        }
        addRow(out, rows, decoderBias);
    }

    /** Encodes any number of rows sparsely; {@code x} is row-major {@code [rows, dIn]}. */
    public SparseCodes encodeSparse(float[] x, int rows) {
        List<SparseCodes> parts = new ArrayList<>();
        int block = blockRows();
        float[] codes = new float[Math.min(rows, block) * config.dSae()];
        for (int from = 0; from < rows; from += block) {
            int n = Math.min(block, rows - from);
            encodeBlock(x, from * config.dIn(), n, codes);
            parts.add(SparseCodes.ofDense(codes, n, config.dSae()));
        }
        return SparseCodes.concatenate(parts, config.dSae());
    }

    private void checkBlock(int rows) {
        checkArgument(rows > 0 && rows <= blockRows(), "rows must be in [1, %s], got %s", blockRows(), rows);
    }

    private static void addRow(float[] values, int rows, float[] row) {
        int width = row.length;
        for (int r = 0; r < rows; r++) {
            int base = r * width;
            for (int c = 0; c < width; c++) {
                values[base + c] += row[c];
            }
        }
    }
}
