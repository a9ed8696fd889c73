package io.sae4j.engine.sparse;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.product.NativeMatrix;
import io.sae4j.product.OpenBlas;
import io.sae4j.product.ProductShape;
import java.util.Arrays;

/**
 * Blocks whose codes are too many for sparse passes, as matrix products: encode, decode, gradients of codes, and both
 * gradients of weights. Blocks are taken in groups, so that the weights' gradients are added to less often; each of the
 * three passes over a group shares out tiles of features or blocks of rows, and none is written by two workers.
 */
final class DensePass implements AutoCloseable {
    /** Scores of one group: 64 MiB, or one block's. */
    static final long FLOATS_PER_GROUP = 1L << 24;

    private final SaeState state;
    private final BatchRows rows;
    private final ProductShape shape;
    private final Thresholds thresholds;
    private final CodeRule rule;
    private final FeatureCodes sums;
    private final FeatureGradients gradients;
    private final int groupBlocks;

    private final NativeMatrix decoder = new NativeMatrix();
    private final NativeMatrix scores = new NativeMatrix();
    private final NativeMatrix codes = new NativeMatrix();
    private final NativeMatrix inputs = new NativeMatrix();
    /** Of each level; the first holds the growing reconstruction until all levels have their residuals. */
    private final NativeMatrix[] outputGradients;

    private final NativeMatrix encoderGradient = new NativeMatrix();
    private final NativeMatrix decoderGradient = new NativeMatrix();
    /** Per row of the group, the gradient by the sum of its powers. */
    private float[] byPowers = new float[0];

    private boolean used;
    private long groupNumber;

    DensePass(
            ObjectiveSpec spec,
            SaeState state,
            BatchRows rows,
            ProductShape shape,
            Thresholds thresholds,
            CodeRule rule,
            FeatureCodes sums,
            FeatureGradients gradients) {
        this.state = state;
        this.rows = rows;
        this.shape = shape;
        this.thresholds = thresholds;
        this.rule = rule;
        this.sums = sums;
        this.gradients = gradients;
        outputGradients = new NativeMatrix[rows.nesting.levels()];
        Arrays.setAll(outputGradients, l -> new NativeMatrix());
        groupBlocks = (int) Math.max(1, FLOATS_PER_GROUP / ((long) spec.dSae() * shape.blockRows()));
    }

    int groupBlocks() {
        return groupBlocks;
    }

    /** Before the first group of a step. */
    void begin(Workers workers) {
        int features = state.encoder.features();
        decoder.require(features, state.decoder.width());
        encoderGradient.require(features, state.encoder.width());
        decoderGradient.require(features, state.decoder.width());
        workers.run(shape.tiles(), (tile, w) -> {
            for (int j = shape.tileStart(tile); j < shape.tileStart(tile) + shape.tileSize(tile); j++) {
                decoder.put(j, 0, state.decoder.value[j], state.decoder.width());
            }
        });
        encoderGradient.clear(features);
        decoderGradient.clear(features);
        used = true;
    }

    /** A step without dense blocks. */
    void skip() {
        used = false;
    }

    /** Whether this step had dense blocks. */
    boolean isUsed() {
        return used;
    }

    /** Makes room for a group and takes its inputs. */
    void startGroup(RowBlock[] group, Workers workers) {
        groupNumber++;
        int count = group.length * shape.blockRows();
        scores.require(count, state.encoder.features());
        codes.require(count, state.encoder.features());
        inputs.require(count, state.encoder.width());
        for (NativeMatrix ofLevel : outputGradients) {
            ofLevel.require(count, state.decoder.width());
        }
        byPowers = byPowers.length < count ? new float[count] : byPowers;
        workers.run(group.length, (g, w) -> {
            for (int r = 0; r < group[g].rows(); r++) {
                inputs.put(place(g, r), 0, rows.inputs[group[g].first() + r], state.encoder.width());
            }
        });
    }

    /** Counts the groups since the run began, so that a worker knows when the rows that it loaded are those of another. */
    long groupNumber() {
        return groupNumber;
    }

    private int place(int block, int row) {
        return block * shape.blockRows() + row;
    }

    /** Takes the scores of a tile on the rows of block {@code g} of the group. */
    void encode(int g, RowBlock block, float[][] values, int first, int count, float[] scratch) {
        for (int r = 0; r < block.rows(); r++) {
            float[] row = values[r];
            for (int i = 0; i < count; i++) {
                scratch[i] = thresholds.fires(row[i], first + i) ? row[i] : 0f;
            }
            scores.put(place(g, r), first, row, count);
            codes.put(place(g, r), first, scratch, count);
        }
    }

    /** Reconstructions, residuals and output gradients of block {@code g}. */
    void decode(int g, RowBlock block, Decoding decoding, Scratch scratch, Decoding.Sums blockSums) {
        int width = state.decoder.width();
        Nesting nesting = rows.nesting;
        float[] sum = new float[width];
        for (int level = 0; level < nesting.levels(); level++) {
            int first = nesting.first(level);
            OpenBlas.gemm(
                    false,
                    false,
                    block.rows(),
                    width,
                    nesting.end(level) - first,
                    codes.from(place(g, 0), first),
                    decoder.from(first, 0),
                    level == 0 ? 0f : 1f,
                    outputGradients[0].from(place(g, 0), 0));
            for (int r = 0; r < block.rows(); r++) {
                outputGradients[0].get(place(g, r), 0, sum, width);
                decoding.takeDense(block.first() + r, level, sum, blockSums);
            }
        }
        for (int r = 0; r < block.rows(); r++) {
            decoding.finish(block.first() + r, blockSums);
            for (int level = 0; level < nesting.levels(); level++) {
                outputGradients[level].put(place(g, r), 0, rows.gradientsOf(level)[block.first() + r], width);
            }
            if (rule.actsOnRows()) {
                byPowers[place(g, r)] = rule.startRow(powers(place(g, r), scratch), blockSums.values);
            }
        }
    }

    /** The sum of the powers of a row's codes. */
    private double powers(int place, Scratch scratch) {
        double sum = 0;
        for (int tile = 0; tile < shape.tiles(); tile++) {
            int first = shape.tileStart(tile);
            codes.get(place, first, scratch.scores, shape.tileSize(tile));
            for (int i = 0; i < shape.tileSize(tile); i++) {
                sum += scratch.scores[i] == 0 ? 0 : rule.power(first + i, scratch.scores[i]);
            }
        }
        return sum;
    }

    /** What one worker needs for a group. */
    static final class Scratch implements AutoCloseable {
        private final NativeMatrix tile = new NativeMatrix();
        private final float[] scores;
        private final float[] throughDecoder;
        private final BlockCodes codes = new BlockCodes(1);

        Scratch(ProductShape shape) {
            scores = new float[shape.tileFeatures()];
            throughDecoder = new float[shape.tileFeatures()];
        }

        @Override
        public void close() {
            tile.close();
        }
    }

    /**
     * Gradients of a tile of features on the rows of a group.
     *
     * @param fired receives, per block of the group, how many codes there are
     */
    void backward(RowBlock[] group, int tile, Scratch scratch, Penalties.Values values, long[] fired) {
        int first = shape.tileStart(tile);
        int count = shape.tileSize(tile);
        int last = group.length - 1;
        int total = place(last, group[last].rows());
        scratch.tile.require(total, count);
        int from = first;
        for (int level = rows.nesting.levelOf(first); from < first + count; level++) {
            int to = Math.min(first + count, rows.nesting.end(level));
            throughDecoder(level, from, to, first, total, scratch.tile);
            from = to;
        }
        for (int g = 0; g < group.length; g++) {
            for (int r = 0; r < group[g].rows(); r++) {
                fired[g] += completeRow(place(g, r), first, count, scratch, values);
            }
        }
        int inputWidth = state.encoder.width();
        addProduct(count, inputWidth, total, scratch.tile.from(0, 0), inputs, encoderGradient.from(first, 0));
    }

    /**
     * For features {@code from … to − 1}, all of one level: the gradients that reach their codes, which go into the tile that begins
     * at feature {@code first}, and those of their decoder rows.
     */
    private void throughDecoder(int level, int from, int to, int first, int total, NativeMatrix tile) {
        int width = state.decoder.width();
        OpenBlas.gemm(
                false,
                true,
                total,
                to - from,
                width,
                outputGradients[level].from(0, 0),
                decoder.from(from, 0),
                0f,
                tile.from(0, from - first));
        addProduct(to - from, width, total, codes.from(0, from), outputGradients[level], decoderGradient.from(from, 0));
    }

    /** {@code sum += aᵀ·b} over {@code total} rows. */
    private static void addProduct(
            int features, int width, int total, NativeMatrix.Part a, NativeMatrix b, NativeMatrix.Part sum) {
        OpenBlas.gemm(true, false, features, width, total, a, b.from(0, 0), 1f, sum);
    }

    /** Turns gradients of the codes of a row into those of its pre-activations, in place; returns how many codes it has. */
    private int completeRow(int place, int first, int count, Scratch scratch, Penalties.Values values) {
        scores.get(place, first, scratch.scores, count);
        scratch.tile.get(place, 0, scratch.throughDecoder, count);
        float[] gradient = scratch.throughDecoder;
        if (rule.isRectifier()) {
            int fired = rule.completeRectified(scratch.scores, gradient, first, count, sums, values);
            scratch.tile.put(place, 0, gradient, count);
            return fired;
        }
        BlockCodes codes = scratch.codes;
        codes.clear();
        for (int i = 0; i < count; i++) {
            int j = first + i;
            float z = scratch.scores[i];
            boolean fires = thresholds.fires(z, j);
            float kernel = thresholds.kernel(z, j);
            if (!fires && kernel == 0) {
                gradient[i] = 0f;
                continue;
            }
            int at = codes.size();
            codes.add(j, fires ? z : 0f, kernel);
            rule.complete(codes, at, gradient[i], byPowers[place], values);
            sums.addToSums(codes, at, j);
            gradient[i] = codes.gradient[at] + (fires ? gradients.pull(j) : 0f);
        }
        scratch.tile.put(place, 0, gradient, count);
        return codes.size();
    }

    /** Adds what feature {@code j}'s rows got from the dense blocks; {@code scratch} holds a row. */
    void addRows(int j, float[] encoder, float[] decoderRow, float[] encoderScratch, float[] decoderScratch) {
        encoderGradient.get(j, 0, encoderScratch, encoderScratch.length);
        RowMath.add(encoderScratch, encoder);
        decoderGradient.get(j, 0, decoderScratch, decoderScratch.length);
        RowMath.add(decoderScratch, decoderRow);
    }

    @Override
    public void close() {
        for (NativeMatrix matrix :
                new NativeMatrix[] {decoder, scores, codes, inputs, encoderGradient, decoderGradient}) {
            matrix.close();
        }
        for (NativeMatrix ofLevel : outputGradients) {
            ofLevel.close();
        }
    }
}
