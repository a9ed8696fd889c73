package io.sae4j;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkElementIndex;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.encoder.Encoder;
import io.sae4j.eval.Evaluator;
import io.sae4j.eval.Metrics;
import io.sae4j.format.sae.SaeFormats;
import io.sae4j.inference.Codec;
import io.sae4j.inference.EncoderChange;
import io.sae4j.model.LoadedSae;
import io.sae4j.model.Provenance;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.SparseCodes;
import io.sae4j.model.Weights;
import io.sae4j.nd.Backend;
import io.sae4j.nd.HostArrays;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A sparse autoencoder. Immutable, and safe to use from many threads; arrays that it returns are fresh and the caller's.
 *
 * <pre>{@code
 * SparseAutoencoder sae = SparseAutoencoder.builder().hiddenDim(512).fit(acts);
 * SparseCodes codes = sae.encode(batch);
 * INDArray rebuilt = sae.decode(codes);
 * sae.save(Path.of("my-sae"));
 * }</pre>
 *
 * <p>Rows are raw activations {@code [n, dIn]}, FLOAT or DOUBLE or half precision; codes are in their units, because
 * decoder rows have unit length in an SAE trained here.
 */
public final class SparseAutoencoder {
    private final Codec codec;
    private final Provenance provenance;
    private final double @Nullable [] featureDensity;

    SparseAutoencoder(Codec codec, Provenance provenance, double @Nullable [] featureDensity) {
        this.codec = codec;
        this.provenance = provenance;
        this.featureDensity = featureDensity == null ? null : featureDensity.clone();
    }

    /** Starts the description of an SAE to train. */
    public static SparseAutoencoderBuilder builder() {
        return new SparseAutoencoderBuilder();
    }

    /**
     * Reads a saved SAE: ours or SAELens's directory, or Gemma Scope's {@code params.npz}.
     *
     * @throws io.sae4j.format.FormatException when it cannot be read; the message names file and problem
     * @throws IllegalArgumentException when its encoder is neither built in nor {@linkplain Encoders#register registered}
     */
    public static SparseAutoencoder load(Path path) {
        Backend.require();
        LoadedSae loaded = SaeFormats.read(path);
        Codec codec =
                new Codec(loaded.config(), Encoders.fromSpec(loaded.config().encoder()), loaded.weights());
        return new SparseAutoencoder(codec, loaded.provenance(), loaded.featureDensity());
    }

    /**
     * Writes a SAELens directory, with what is ours beside it in {@code sae4j.json}. Written beside and moved into place.
     *
     * @param directory a new or empty directory, or that of an older SAE, which is replaced
     */
    public void save(Path directory) {
        SaeFormats.write(codec.config(), codec.weights(), provenance, featureDensity, directory);
    }

    /**
     * This SAE with another encoder for the same decoder, {@code Encoders.matchingPursuit(16)} for example. Weights are shared;
     * metrics and densities, which no longer hold, are dropped.
     *
     * @param encoder without learned parameters; {@code W_enc} and {@code b_enc} are those of this SAE, unless it
     *     {@linkplain io.sae4j.encoder.Encoder#encodesWithDecoder encodes with the decoder}
     * @throws IllegalArgumentException when it has learned parameters, or encodes with the decoder and this is a transcoder
     */
    public SparseAutoencoder withEncoder(Encoder encoder) {
        Provenance history = new Provenance(
                provenance.libraryVersion(),
                provenance.origin(),
                provenance.recipe(),
                provenance.seed(),
                provenance.rows(),
                provenance.steps(),
                Map.of());
        return new SparseAutoencoder(EncoderChange.to(encoder, codec), history, null);
    }

    /** Architecture: widths, encoder, metadata. */
    public SaeConfig config() {
        return codec.config();
    }

    /** How it came to be: recipe, seed, data size, library version, final metrics. */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * Share of rows on which each feature fired when it was last measured, {@code [dSae]}; empty when it never was. A copy.
     */
    public Optional<double[]> featureDensity() {
        return Optional.ofNullable(featureDensity).map(double[]::clone);
    }

    /**
     * Which features fire on each row, and how strongly.
     *
     * @param rows {@code [n, dIn]}, finite; not modified
     */
    public SparseCodes encode(INDArray rows) {
        float[] values = inputRows(rows);
        return codec.encodeSparse(values, count(rows));
    }

    /**
     * Codes {@code [n, dSae]}, zero where a feature does not fire.
     *
     * @param rows {@code [n, dIn]}, finite; not modified
     */
    public INDArray encodeDense(INDArray rows) {
        float[] values = inputRows(rows);
        return blockwise(
                count(rows),
                config().dSae(),
                (from, n, out) -> codec.encodeBlock(values, from * config().dIn(), n, out));
    }

    /**
     * {@code x̂ = f·W_dec + b_dec}, {@code [n, dOut]}.
     *
     * @throws IllegalStateException when a skip connection wants the rows too: {@link #decode(SparseCodes, INDArray)}
     */
    public INDArray decode(SparseCodes codes) {
        checkCodes(codes);
        int width = config().dSae();
        return blockwise(codes.rows(), config().dOut(), (from, n, out) -> {
            float[] dense = new float[n * width];
            codes.scatter(from, from + n, dense);
            codec.decodeBlock(dense, n, out);
        });
    }

    /**
     * {@code x̂ = f·W_dec + b_dec}, and {@code W_skip·x} where there is a skip connection; {@code [n, dOut]}.
     *
     * @param rows {@code [n, dIn]}, finite, of which the codes were made; not modified
     */
    public INDArray decode(SparseCodes codes, INDArray rows) {
        checkCodes(codes);
        float[] values = inputRows(rows);
        checkSameCount(codes.rows(), rows);
        int width = config().dSae();
        return blockwise(codes.rows(), config().dOut(), (from, n, out) -> {
            float[] dense = new float[n * width];
            codes.scatter(from, from + n, dense);
            codec.decodeBlock(dense, values, from * config().dIn(), n, out);
        });
    }

    /**
     * {@code x̂ = f·W_dec + b_dec}, {@code [n, dOut]}.
     *
     * @param codes dense codes {@code [n, dSae]}, finite; not modified
     * @throws IllegalStateException when a skip connection wants the rows too: {@link #decode(INDArray, INDArray)}
     */
    public INDArray decode(INDArray codes) {
        float[] values = RowArguments.rows("codes", codes, config().dSae(), "the SAE's features");
        return blockwise(
                count(codes), config().dOut(), (from, n, out) -> codec.decodeBlock(block(values, from, n), n, out));
    }

    /** {@link #decode(SparseCodes, INDArray)} for dense codes {@code [n, dSae]}. */
    public INDArray decode(INDArray codes, INDArray rows) {
        float[] values = RowArguments.rows("codes", codes, config().dSae(), "the SAE's features");
        float[] input = inputRows(rows);
        checkSameCount(count(codes), rows);
        return blockwise(
                count(codes),
                config().dOut(),
                (from, n, out) -> codec.decodeBlock(block(values, from, n), input, from * config().dIn(), n, out));
    }

    private float[] block(float[] codes, int from, int rows) {
        int width = config().dSae();
        return Arrays.copyOfRange(codes, from * width, (from + rows) * width);
    }

    private void checkCodes(SparseCodes codes) {
        checkArgument(
                codes.dSae() == config().dSae(),
                "codes must have width %s, as the SAE has features, got %s",
                config().dSae(),
                codes.dSae());
    }

    private static void checkSameCount(int codes, INDArray rows) {
        checkArgument(codes == rows.size(0), "codes and rows must be as many, got %s and %s", codes, rows.size(0));
    }

    private float[] inputRows(INDArray rows) {
        return RowArguments.rows("rows", rows, codec.config().dIn(), "the SAE's input");
    }

    /** {@code decode(encode(rows), rows)}, {@code [n, dOut]}. */
    public INDArray reconstruct(INDArray rows) {
        float[] values = inputRows(rows);
        return blockwise(count(rows), config().dOut(), (from, n, out) -> {
            float[] codes = new float[n * config().dSae()];
            codec.encodeBlock(values, from * config().dIn(), n, codes);
            codec.decodeBlock(codes, values, from * config().dIn(), n, out);
        });
    }

    /** The direction that {@code feature} writes, its decoder row {@code [dOut]}. */
    public INDArray featureDirection(int feature) {
        checkElementIndex(feature, config().dSae(), "feature");
        return codec.weights().get(Weights.W_DEC).getRow(feature).dup('c');
    }

    /**
     * What {@code feature} of a crosscoder writes to part {@code part} of its rows, {@code [width of the part]}.
     *
     * @throws IllegalStateException when this is no crosscoder
     */
    public INDArray featureDirection(int feature, int part) {
        return Crosscoders.direction(config(), featureDirection(feature), part);
    }

    /**
     * How a crosscoder's features are shared out among the parts of its rows: {@code ‖w_j^l‖·s_l / Σ_k ‖w_j^k‖·s_k}, {@code [dSae,
     * parts]}, with the scales s by which parts were brought to the same mean norm. Near 1 in one part: exclusive to it; alike in
     * all: shared. A feature that writes nothing has zeros.
     *
     * @throws IllegalStateException when this is no crosscoder
     */
    public INDArray partNorms() {
        return Crosscoders.norms(config(), codec.weights());
    }

    /** A tensor by name ({@code W_enc}, {@code W_dec}, {@code b_enc}, {@code b_dec}, …); a copy. */
    public INDArray weights(String tensor) {
        return codec.weights().get(tensor).dup('c');
    }

    /** Measures on all rows of {@code source}, in one pass and constant memory. */
    public Metrics evaluate(ActivationSource source) {
        return Evaluator.evaluate(codec, source).metrics();
    }

    /** Measures on rows {@code [n, dIn]}; not for transcoders, whose targets are rows of their own. */
    public Metrics evaluate(INDArray rows) {
        return evaluate(ActivationSources.of(rows));
    }

    private interface Block {
        void compute(int from, int rows, float[] out);
    }

    private INDArray blockwise(int rows, int width, Block block) {
        INDArray result = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, width);
        int step = codec.blockRows();
        float[] out = new float[Math.min(step, rows) * width];
        for (int from = 0; from < rows; from += step) {
            int n = Math.min(step, rows - from);
            block.compute(from, n, out);
            HostArrays.writeRows(out, result, from, n);
        }
        return result;
    }

    private static int count(INDArray rows) {
        return Math.toIntExact(rows.size(0));
    }
}
