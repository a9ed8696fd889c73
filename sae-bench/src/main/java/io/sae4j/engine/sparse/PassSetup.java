package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.EncoderParameter;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibraries;
import io.sae4j.product.ProductLibrary;
import io.sae4j.product.ProductShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the engine's passes work on, for measuring one of them: seeded unit decoder rows and Gaussian inputs, blocks and
 * workers as the engine makes them. A size is {@code d x m x batch x k}.
 */
final class PassSetup implements AutoCloseable {
    private static final long SEED = 1;

    final int width;
    final int features;
    final int k;
    final SaeState state;
    final BatchRows rows;
    final ProductShape shape;
    final RowBlock[] blocks;
    final EncoderRules rules;
    final CodeRule rule;
    final ObjectiveSpec spec;
    final StepSettings settings;
    private final Penalties penalties;
    private final Workers workers;

    /** @param encoder of a given k */
    PassSetup(String size, IntFunction<Encoder> encoder) {
        int[] sizes =
                Arrays.stream(size.split("x", -1)).mapToInt(Integer::parseInt).toArray();
        if (sizes.length != 4) {
            throw new IllegalArgumentException("size must be d x m x batch x k, got " + size);
        }
        width = sizes[0];
        features = sizes[1];
        k = sizes[3];
        spec = new ObjectiveSpec(width, width, features, encoder.apply(k), List.of(), true);
        shape = Blocking.shape(spec, sizes[2]);
        blocks = Blocking.blocks(sizes[2], shape.blockRows());
        state = new SaeState(spec, parameters(), EncoderRules.thresholdName(spec.encoder()));
        rows = new BatchRows(spec, sizes[2]);
        penalties = new Penalties(spec);
        rules = EncoderRules.of(spec, state, shape.blockRows());
        rule = new CodeRule(state, rules.thresholds(), penalties, rules.scores().byDecoderNorm());
        settings = new StepSettings(1e-5, Map.of(), 1, new boolean[features]);
        penalties.begin(settings, sizes[2]);
        rules.selection().begin(settings, sizes[2]);
        Batch batch = batch(sizes[2]);
        for (RowBlock block : blocks) {
            rows.load(batch, block, state.decoderBias.value);
        }
        workers = new Workers(SparseOptions.DEFAULT.threads());
    }

    private Map<String, INDArray> parameters() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] decoder = new float[features * width];
        float[] encoder = new float[features * width];
        float[] row = new float[width];
        for (int j = 0; j < features; j++) {
            fill(row, random);
            RowMath.scale((float) (1 / RowMath.norm(row)), row);
            for (int c = 0; c < width; c++) {
                decoder[j * width + c] = row[c];
                encoder[c * features + j] = row[c];
            }
        }
        Map<String, INDArray> parameters = new HashMap<>();
        parameters.put(Weights.W_ENC, HostArrays.create(encoder, width, features));
        parameters.put(Weights.W_DEC, HostArrays.create(decoder, features, width));
        parameters.put(Weights.B_ENC, HostArrays.create(new float[features], features));
        parameters.put(Weights.B_DEC, HostArrays.create(new float[width], width));
        for (EncoderParameter own : spec.encoder().parameters(features)) {
            parameters.put(own.name(), HostArrays.create(new float[features], features));
        }
        return parameters;
    }

    private Batch batch(int count) {
        Batch batch = Batch.autoencoder(count, width);
        batch.append(count, 0);
        fill(batch.input(), new SplittableRandom(SEED + 1));
        return batch;
    }

    static void fill(float[] values, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }

    /** k codes in each row, their features drawn evenly; the codes of a trained SAE meet fewer decoder rows more often. */
    BlockCodes[] codes() {
        SplittableRandom random = new SplittableRandom(SEED + 2);
        BlockCodes[] codes = new BlockCodes[blocks.length];
        for (RowBlock block : blocks) {
            BlockCodes ofBlock = new BlockCodes(block.rows());
            for (int r = 0; r < block.rows(); r++) {
                for (int i = 0; i < k; i++) {
                    int from = (int) ((long) features * i / k);
                    int to = (int) ((long) features * (i + 1) / k);
                    ofBlock.add(random.nextInt(from, to), (float) random.nextDouble(0.5, 2));
                }
                ofBlock.endRow(r);
            }
            codes[block.index()] = ofBlock;
        }
        return codes;
    }

    /** That all blocks are sparse. */
    boolean[] allSparse() {
        boolean[] sparse = new boolean[blocks.length];
        Arrays.fill(sparse, true);
        return sparse;
    }

    Decoding.Sums sums() {
        return new Decoding.Sums(rows, penalties.new Values());
    }

    Decoding decoding() {
        return new Decoding(state, rows, rule);
    }

    FeatureGradients gradients(FeatureCodes featureCodes) {
        return new FeatureGradients(state, rules.thresholds(), penalties, rows, featureCodes, null, null);
    }

    /** Workers' parts with packed weights. */
    EncoderStage stage(Precision precision) {
        ProductLibrary library = ProductLibraries.best().orElseThrow();
        boolean rounded = precision == Precision.BFLOAT16;
        if (rounded && !library.offers(precision)) {
            throw new IllegalStateException(library.name() + " offers no bfloat16 here");
        }
        return lead(() -> new EncoderStage(
                library,
                shape,
                state,
                workers,
                rounded,
                0,
                (product, isRounded) ->
                        new BlockWorker(rows, shape, product, isRounded, rules, decoding(), null, null)));
    }

    Workers workers() {
        return workers;
    }

    /** Runs {@code action} on the leader, as a step does. */
    <T> T lead(Supplier<T> action) {
        return ProductLibraries.best().orElseThrow().whileMultiplying(() -> workers.lead(action));
    }

    /** Runs a task on each block, and waits for all. */
    void onBlocks(Workers.Task task) {
        lead(() -> {
            workers.run(blocks.length, task);
            return true;
        });
    }

    @Override
    public void close() {
        workers.close();
    }
}
