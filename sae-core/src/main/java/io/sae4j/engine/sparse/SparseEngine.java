package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.engine.FeatureRestart;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepResult;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.loss.PreActivation;
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
    private final ProductLibrary library;
    private final Workers workers;
    private final SaeState state;
    private final BatchRows rows;
    private final Penalties penalties;
    private final EncoderRules rules;
    private final @Nullable Auxiliary auxiliary;
    private final @Nullable FeatureCodes auxiliaryCodes;
    private final FeatureCodes featureCodes;
    private final FeatureGradients gradients;
    private final FeatureUpdate update;
    private final BlockPasses passes;
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
        library = ProductLibraries.best().orElseThrow();
        ProductShape shape = Blocking.shape(spec, batchSize);
        SparseMemory.require(spec, optimizer, shape, batchSize, options.threads());
        RowBlock[] blocks = Blocking.blocks(batchSize, shape.blockRows());
        state = new SaeState(spec, initial, EncoderRules.thresholdName(spec.encoder()));
        rows = new BatchRows(spec, batchSize);
        penalties = new Penalties(spec);
        rules = EncoderRules.of(spec, state, shape.blockRows());
        auxiliary = Auxiliary.of(spec, state, rules.scores(), rows, blocks);
        auxiliaryCodes = auxiliary == null ? null : new FeatureCodes(spec.dSae());
        featureCodes = new FeatureCodes(spec.dSae());
        gradients = new FeatureGradients(
                state, rules.thresholds(), penalties, rows, featureCodes, auxiliary, auxiliaryCodes);
        workers = new Workers(options.threads());
        CodeRule rule = new CodeRule(
                state, rules.thresholds(), penalties, rules.scores().byDecoderNorm());
        DensePass dense = new DensePass(spec, state, rows, shape, rules.thresholds(), rule, featureCodes, gradients);
        SkipConnection skip = state.skip == null ? null : new SkipConnection(state.skip);
        update = new FeatureUpdate(
                optimizer,
                state,
                gradients,
                dense,
                shape,
                spec.applyBDecToInput(),
                rows.gradients,
                skip,
                workers.count());
        passes = open(options, shape, blocks, rule, dense, skip);
    }

    /** The passes, with the workers ended should their buffers not be had. */
    private BlockPasses open(
            SparseOptions options,
            ProductShape shape,
            RowBlock[] blocks,
            CodeRule rule,
            DensePass dense,
            @Nullable SkipConnection skip) {
        boolean mayScreen = options.screening() == SparseOptions.Mode.AUTO;
        try {
            return new BlockPasses(
                    workers, blocks, rows, shape, library, mayScreen, state, rules, rule, penalties, dense, auxiliary,
                    skip);
        } catch (RuntimeException | Error e) {
            workers.close();
            throw e;
        }
    }

    @Override
    public StepResult step(Batch batch, StepSettings settings) {
        requireOpen();
        if (batch.rows() != rows.count()) {
            throw new IllegalArgumentException("batch must have " + rows.count() + " rows, got " + batch.rows());
        }
        if (batch.inputWidth() != spec.dIn() || batch.targetWidth() != spec.dOut()) {
            throw new IllegalArgumentException(
                    "batch must have inputs of width " + spec.dIn() + " and targets of width " + spec.dOut() + ", got "
                            + batch.inputWidth() + " and " + batch.targetWidth());
        }
        return library.whileMultiplying(() -> workers.lead(() -> compute(batch, settings)));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    @Override
    public void restart(FeatureRestart restart) {
        requireOpen();
        library.whileMultiplying(() -> workers.lead(() -> {
            state.restart(restart, spec.encoder().parameters(spec.dSae()));
            passes.stage().repack();
            return restart;
        }));
    }

    private StepResult compute(Batch batch, StepSettings settings) {
        int n = rows.count();
        penalties.begin(settings, n);
        rows.nesting.begin(settings);
        rules.selection().begin(settings, n);
        if (auxiliary != null) {
            auxiliary.begin(settings);
        }
        gradients.begin(settings);
        passes.chooseAndDecode(batch);
        passes.transpose(featureCodes);
        Decoding.Sums total = passes.denseBlocks();
        double[] decoderBias = total.gradient(n);
        if (auxiliary != null && auxiliaryCodes != null && auxiliary.isActive()) {
            auxiliary.finish(total.residual, total.squaredError);
            auxiliary.addBiasGradient(decoderBias);
            passes.transposeAuxiliary(auxiliary, auxiliaryCodes);
        }
        gradients.setInputSum(total.input);
        double norm = update.apply(decoderBias, settings.learningRate(), passes.stage(), workers);
        StepResult result = result(settings, total, norm);
        passes.endStep();
        return result;
    }

    private StepResult result(StepSettings settings, Decoding.Sums total, double norm) {
        int n = rows.count();
        double mse = total.squaredError / n;
        Map<String, Double> terms = new LinkedHashMap<>();
        total.values.report(terms, n);
        if (rows.nesting.isNested()) {
            terms.put(NestedReconstruction.NAME, rows.nesting.value(total.innerErrors));
        }
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
        double l0 = (double) total.values.fired() / n;
        return new StepResult(
                loss, mse, terms, l0, firings, norm, rules.selection().smallestScore(), total.values.reported(n));
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
            passes.close();
            workers.close();
        }
    }
}
