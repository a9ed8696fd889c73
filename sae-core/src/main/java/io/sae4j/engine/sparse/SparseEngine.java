package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.PreActivation;
import io.sae4j.product.EncoderProduct;
import io.sae4j.product.OpenBlas;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibraries;
import io.sae4j.product.ProductLibrary;
import io.sae4j.product.ProductShape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains on the CPU over sparse codes. Of the five products of a dense step only the encoder's is computed, a block of rows
 * at a time; the others touch no more than the codes that fire.
 */
public final class SparseEngine implements TrainingEngine {
    private final ObjectiveSpec spec;
    private final SaeState state;
    private final Workers workers;
    private final RowBlock[] blocks;
    private final BatchRows rows;
    private final Penalties penalties;
    private final EncoderRules rules;
    private final EncoderProduct product;
    private final BlockWorker[] blockWorkers;
    private final BlockCodes[] codes;
    private final boolean[] sparse;
    private final FeatureCodes featureCodes;
    private final @Nullable Auxiliary auxiliary;
    private final @Nullable FeatureCodes auxiliaryCodes;
    private final FeatureGradients gradients;
    private final FeatureUpdate update;
    private boolean closed;

    /**
     * @param initial starting values by name, with the shapes that all engines share; copied
     * @param batchSize rows of every batch
     * @throws IllegalArgumentException when the engine does not know the encoder or a loss; see {@link SparseSupport}
     * @throws IllegalStateException when the memory limits are too small, naming the flags to set
     */
    public SparseEngine(
            ObjectiveSpec spec,
            OptimizerSettings optimizer,
            Map<String, INDArray> initial,
            int batchSize,
            SparseOptions options) {
        SparseSupport.obstacle(spec).ifPresent(obstacle -> {
            throw new IllegalArgumentException("the sparse engine cannot train this: " + obstacle);
        });
        this.spec = spec;
        ProductLibrary library = ProductLibraries.best().orElseThrow();
        ProductShape shape = Blocking.shape(spec, batchSize);
        blocks = Blocking.blocks(batchSize, shape.blockRows());
        state = new SaeState(spec, initial, EncoderRules.thresholdName(spec.encoder()));
        penalties = new Penalties(spec);
        rules = EncoderRules.of(spec, state, shape.blockRows());
        rows = new BatchRows(spec, batchSize);
        auxiliary = Auxiliary.of(spec, state, rules.scores(), rows, blocks);
        featureCodes = new FeatureCodes(spec.dSae());
        auxiliaryCodes = auxiliary == null ? null : new FeatureCodes(spec.dSae());
        gradients = new FeatureGradients(
                state, rules.thresholds(), penalties, rows, featureCodes, auxiliary, auxiliaryCodes);
        workers = new Workers(options.threads());
        update = new FeatureUpdate(optimizer, state, gradients, shape, spec.applyBDecToInput(), workers.count());
        codes = new BlockCodes[blocks.length];
        for (RowBlock block : blocks) {
            codes[block.index()] = new BlockCodes(block.rows());
        }
        sparse = new boolean[blocks.length];
        product = library.create(shape, Precision.FLOAT32);
        blockWorkers = new BlockWorker[workers.count()];
        workers.lead(() -> {
            workers.run(shape.tiles(), (tile, w) -> product.pack(tile, state.encoder.value));
            CodeRule rule = new CodeRule(
                    state, rules.thresholds(), penalties, rules.scores().byDecoderNorm());
            workers.onEach((w, ignored) ->
                    blockWorkers[w] = new BlockWorker(state, rows, shape, product, false, rules, rule, auxiliary));
            return true;
        });
    }

    @Override
    public StepResult step(Batch batch, StepSettings settings) {
        if (batch.rows() != rows.count()) {
            throw new IllegalArgumentException("batch must have " + rows.count() + " rows, got " + batch.rows());
        }
        return OpenBlas.singleThreaded(() -> workers.lead(() -> compute(batch, settings)));
    }

    private StepResult compute(Batch batch, StepSettings settings) {
        int n = rows.count();
        penalties.begin(settings, n);
        rules.selection().begin(settings, n);
        if (auxiliary != null) {
            auxiliary.begin(settings);
        }
        Decoding.Sums[] sums = codesAndDecoding(batch);
        Decoding.Sums total = total(sums);
        double[] decoderBias = new double[spec.dOut()];
        double[] residualSum = new double[spec.dOut()];
        for (int i = 0; i < decoderBias.length; i++) {
            residualSum[i] = total.residual[i];
            decoderBias[i] = -2.0 / n * total.residual[i];
        }
        featureCodes.transpose(codes, blocks, sparse, workers);
        if (auxiliary != null && auxiliaryCodes != null && auxiliary.isActive()) {
            auxiliary.finish(residualSum, total.squaredError);
            auxiliary.addBiasGradient(decoderBias);
            auxiliaryCodes.transpose(auxiliary.codes(), blocks, sparse, workers);
        }
        gradients.begin(settings, total.input);
        double norm = update.apply(decoderBias, settings.learningRate(), product, workers);
        return result(settings, total, norm);
    }

    private Decoding.Sums[] codesAndDecoding(Batch batch) {
        Decoding.Sums[] sums = new Decoding.Sums[blocks.length];
        boolean barrier = rules.selection().hasBarrier();
        workers.run(blocks.length, (b, w) -> {
            rows.load(batch, blocks[b], state.decoderBias.value);
            sparse[b] = blockWorkers[w].choose(blocks[b], codes[b]);
            if (!barrier) {
                sums[b] = decode(b, w);
            }
        });
        if (barrier) {
            rules.selection().settle(codes, workers);
            workers.run(blocks.length, (b, w) -> sums[b] = decode(b, w));
        }
        return sums;
    }

    private Decoding.Sums decode(int b, int w) {
        Decoding.Sums sums = new Decoding.Sums(spec.dIn(), spec.dOut(), penalties.new Values());
        blockWorkers[w].decode(blocks[b], codes[b], sums);
        if (penalties.hasPreActivation()) {
            for (float[] input : BatchRows.of(rows.inputs, blocks[b])) {
                RowMath.add(input, sums.input);
            }
        }
        return sums;
    }

    private Decoding.Sums total(Decoding.Sums[] sums) {
        Decoding.Sums total = new Decoding.Sums(spec.dIn(), spec.dOut(), penalties.new Values());
        for (Decoding.Sums part : sums) {
            total.squaredError += part.squaredError;
            RowMath.add(part.residual, total.residual);
            RowMath.add(part.input, total.input);
            total.values.add(part.values);
        }
        return total;
    }

    private StepResult result(StepSettings settings, Decoding.Sums total, double norm) {
        int n = rows.count();
        double mse = total.squaredError / n;
        Map<String, Double> terms = new LinkedHashMap<>();
        total.values.report(terms, n);
        if (penalties.hasPreActivation() && (!penalties.hasPreActivationOfDeadOnly() || settings.deadCount() > 0)) {
            terms.put(PreActivation.NAME, gradients.preActivationValue());
        }
        if (auxiliary != null && auxiliary.isActive()) {
            terms.put(AuxK.NAME, auxiliary.value());
        }
        double loss = mse;
        for (Map.Entry<String, Double> term : terms.entrySet()) {
            loss += term.getValue() * settings.coefficients().getOrDefault(term.getKey(), 0.0);
        }
        float[] firings = new float[spec.dSae()];
        for (int j = 0; j < firings.length; j++) {
            firings[j] = featureCodes.firings[j];
        }
        return new StepResult(
                loss,
                mse,
                terms,
                (double) total.values.fired() / n,
                firings,
                norm,
                rules.selection().smallestScore());
    }

    @Override
    public Map<String, INDArray> parameters() {
        return state.copies();
    }

    @Override
    public String name() {
        return "sparse";
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            workers.close((w, ignored) -> blockWorkers[w].close());
            product.close();
        }
    }
}
