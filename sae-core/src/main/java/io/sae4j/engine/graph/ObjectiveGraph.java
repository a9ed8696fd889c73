package io.sae4j.engine.graph;

import io.sae4j.encoder.EncoderGraph;
import io.sae4j.encoder.EncoderParameter;
import io.sae4j.encoder.GraphOps;
import io.sae4j.encoder.TrainingCodes;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.graph.BatchMask;
import io.sae4j.graph.HostMask;
import io.sae4j.graph.RowMask;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossGraph;
import io.sae4j.loss.Splitting;
import io.sae4j.model.Weights;
import io.sae4j.nd.QuietStdout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The objective as a SameDiff graph: {@code z = (x − b_dec)·W_enc + b_enc}, codes, {@code x̂}, and
 * {@code loss = E‖x − x̂‖² + Σ c_i·term_i}. Everything that changes from step to step is a placeholder, parameters
 * included.
 */
final class ObjectiveGraph implements LossGraph, EncoderGraph {
    static final String INPUT = "input";
    static final String TARGET = "target";
    static final String ROW_OF_ONES = "row_of_ones";
    static final String BATCH_ROWS = "batch_rows";
    static final String DEAD = "dead_features";
    static final String DEAD_COUNT = "dead_count";
    static final String MSE = "mse";
    static final String LOSS = "loss";
    static final String FIRINGS = "firings";
    static final String SMALLEST_CODE = "smallest_code";
    /** What {@link #SMALLEST_CODE} is, or more, where no feature fires. */
    static final float NO_CODE = Float.MAX_VALUE;

    /** A sum over the rows of a part: its variable and shape. */
    record OwnSum(String variable, long[] shape) {}

    private final ObjectiveSpec spec;
    private final boolean inParts;
    private final DataType type;
    private final SameDiff sd = SameDiff.create();
    private final Map<String, SDVariable> parameters = new LinkedHashMap<>();
    private final Map<String, HostMask> masks = new LinkedHashMap<>();
    private final Map<String, OwnSum> ownSums = new LinkedHashMap<>();
    private final SDVariable input;
    private final SDVariable target;
    private final SDVariable rowOfOnes;
    private final SDVariable batchRows;
    private final SDVariable preActivations;
    private final TrainingCodes codes;
    private final SDVariable reconstruction;
    private final SDVariable residual;
    private final DecoderGraph decoder;
    private volatile double widening = 1.0;
    private final TermNumbers termNumbers = new TermNumbers();
    private Splitting splitting = Splitting.SUM_OVER_ROWS;
    private String termName = "";

    /**
     * @param terms the loss terms to include, of those in {@code spec}
     * @param ownTargets whether targets are not the inputs
     * @param inParts whether a step runs the graph on parts of the batch
     */
    ObjectiveGraph(ObjectiveSpec spec, List<Loss> terms, boolean ownTargets, boolean inParts, DataType type) {
        this.spec = spec;
        this.inParts = inParts;
        this.type = type;
        input = sd.placeHolder(INPUT, type, -1, spec.dIn());
        target = ownTargets ? sd.placeHolder(TARGET, type, -1, spec.dOut()) : input;
        rowOfOnes = sd.placeHolder(ROW_OF_ONES, type, 1, -1);
        batchRows = scalar(BATCH_ROWS);
        sd.placeHolder(DEAD, type, spec.dSae());
        scalar(DEAD_COUNT);
        shapes(spec).forEach((name, shape) -> parameters.put(name, sd.placeHolder(name, type, shape)));
        decoder = new DecoderGraph(spec, sd, input, parameters, type);

        SDVariable shifted = spec.applyBDecToInput() ? input.sub(decoderBias()) : input;
        preActivations = shifted.mmul(parameter(Weights.W_ENC)).add(parameter(Weights.B_ENC));
        codes = spec.encoder().build(this);
        reconstruction = decoder.decode(codes.activations(), codes.scaledByDecoderNorms());
        residual = target.sub(reconstruction);
        SDVariable fires = sd.math().step(sd.math().abs(codes.activations()), 0);
        rowOfOnes.mmul(fires).rename(FIRINGS);
        if (spec.encoder().learnsThresholdByAverage()) {
            codes.activations().add(fires.rsub(1.0).mul(NO_CODE)).min().rename(SMALLEST_CODE);
        }
        SDVariable loss = meanOverRows(residual.mul(residual)).rename(MSE);
        for (Loss term : terms) {
            splitting = term.term().splitting();
            termName = term.name();
            SDVariable value =
                    sd.identity(termVariable(term.name()), term.term().build(this));
            loss = loss.add(value.mul(scalar(coefficientVariable(term.name()))));
        }
        sd.identity(LOSS, loss);
        sd.setLossVariables(LOSS);
    }

    /** The numbers that terms read and report. */
    TermNumbers termNumbers() {
        return termNumbers;
    }

    static String termVariable(String term) {
        return "term_" + term;
    }

    static String coefficientVariable(String term) {
        return "coefficient_" + term;
    }

    /** Shapes of all parameters by name, the common ones first. */
    static Map<String, long[]> shapes(ObjectiveSpec spec) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put(Weights.W_ENC, new long[] {spec.dIn(), spec.dSae()});
        shapes.put(Weights.W_DEC, new long[] {spec.dSae(), spec.dOut()});
        shapes.put(Weights.B_ENC, new long[] {spec.dSae()});
        shapes.put(Weights.B_DEC, new long[] {spec.dOut()});
        if (spec.skipConnection()) {
            shapes.put(Weights.W_SKIP, new long[] {spec.dOut(), spec.dIn()});
        }
        for (EncoderParameter parameter : spec.encoder().parameters(spec.dSae())) {
            if (shapes.put(parameter.name(), parameter.shape()) != null) {
                throw new IllegalArgumentException("encoder '" + spec.encoder().name() + "' declares the parameter '"
                        + parameter.name() + "' twice, or under a name that is taken");
            }
        }
        return shapes;
    }

    /** Masks to be computed on the host, by the name of their placeholder. */
    Map<String, HostMask> masks() {
        return masks;
    }

    /** Sums over the rows of a part, by the name of the placeholder that takes the sum over the whole batch. */
    Map<String, OwnSum> ownSums() {
        return ownSums;
    }

    /** The differentiated graph; {@link #gradientOf} names its gradients. */
    SameDiff differentiate() {
        return QuietStdout.during(() -> {
            sd.createGradFunction(parameters.keySet().toArray(String[]::new));
            return sd.getFunction("grad");
        });
    }

    /** The variable of the differentiated graph that holds the gradient of {@code parameter}. */
    String gradientOf(String parameter) {
        SDVariable gradient = sd.grad(parameter);
        if (gradient == null) {
            throw new IllegalArgumentException("the loss does not depend on the parameter '" + parameter + "'");
        }
        return gradient.name();
    }

    private SDVariable scalar(String name) {
        return sd.placeHolder(name, type, new long[0]);
    }

    @Override
    public SameDiff sameDiff() {
        return sd;
    }

    @Override
    public SDVariable input() {
        return input;
    }

    @Override
    public SDVariable target() {
        return target;
    }

    @Override
    public SDVariable preActivations() {
        return preActivations;
    }

    @Override
    public TrainingCodes codes() {
        return codes;
    }

    @Override
    public SDVariable reconstruction() {
        return reconstruction;
    }

    @Override
    public SDVariable residual() {
        return residual;
    }

    @Override
    public SDVariable parameter(String name) {
        SDVariable parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException(
                    "no parameter '" + name + "' is declared; there are " + parameters.keySet());
        }
        return parameter;
    }

    @Override
    public SDVariable decoderBias() {
        return parameter(Weights.B_DEC);
    }

    @Override
    public SDVariable decoderNorms() {
        return decoder.norms();
    }

    @Override
    public SDVariable penaltyNorms() {
        return decoder.sumsOfPartNorms();
    }

    @Override
    public SDVariable decodeWithoutBias(SDVariable activations) {
        return decoder.decodeWithoutBias(activations, codes.scaledByDecoderNorms());
    }

    @Override
    public SDVariable deadFeatures() {
        return sd.getVariable(DEAD);
    }

    @Override
    public SDVariable deadCount() {
        return sd.getVariable(DEAD_COUNT);
    }

    @Override
    public SDVariable batchRows() {
        return batchRows;
    }

    @Override
    public SDVariable stepValue(String name) {
        TermNumbers.Key number = new TermNumbers.Key(termName, name);
        return termNumbers.read(number) ? scalar(number.placeholder()) : sd.getVariable(number.placeholder());
    }

    @Override
    public SDVariable report(String name, SDVariable value) {
        TermNumbers.Key number = new TermNumbers.Key(termName, name);
        termNumbers.report(number);
        return sd.identity(number.variable(), value);
    }

    @Override
    public int dIn() {
        return spec.dIn();
    }

    @Override
    public int dOut() {
        return spec.dOut();
    }

    @Override
    public int dSae() {
        return spec.dSae();
    }

    @Override
    public SDVariable meanOverRows(SDVariable value) {
        SDVariable sum = splitting == Splitting.THROUGH_BATCH_SUMS ? wholeBatch(value.sum(), new long[0]) : value.sum();
        return sum.div(batchRows);
    }

    @Override
    public SDVariable batchSum(SDVariable value) {
        return wholeBatch(value.sum(), new long[0]);
    }

    @Override
    public SDVariable batchSumOfRows(SDVariable value, int width) {
        return wholeBatch(rowOfOnes.mmul(value).reshape(width), new long[] {width});
    }

    /**
     * On parts, {@code total + own − stop(own)}: the value is the whole batch's, the gradient this part's, so the sum of
     * the parts' gradients is the gradient of the whole.
     */
    private SDVariable wholeBatch(SDVariable own, long[] shape) {
        if (!inParts) {
            return own;
        }
        if (splitting != Splitting.THROUGH_BATCH_SUMS) {
            throw new IllegalStateException("a loss term that uses batchSum must declare Splitting.THROUGH_BATCH_SUMS");
        }
        String name = "batch_sum_" + ownSums.size();
        ownSums.put(name, new OwnSum(own.name(), shape));
        SDVariable total = sd.placeHolder(name, type, shape);
        return total.add(own).sub(GraphOps.stop(own));
    }

    @Override
    public DoubleSupplier widening() {
        return () -> widening;
    }

    /** Sets what {@link #widening} answers in the next run. */
    void setWidening(double factor) {
        widening = factor;
    }

    @Override
    public SDVariable hostMask(String name, SDVariable values, RowMask function) {
        return mask(HostMask.ofRows(name, values.name(), function));
    }

    @Override
    public SDVariable batchMask(String name, SDVariable values, BatchMask function) {
        if (!spec.encoder().needsWholeBatch()) {
            throw new IllegalStateException(
                    "encoder '" + spec.encoder().name() + "' uses batchMask, so needsWholeBatch() must be true");
        }
        return mask(new HostMask(name, values.name(), function));
    }

    private SDVariable mask(HostMask mask) {
        masks.put(mask.placeholder(), mask);
        return sd.placeHolder(mask.placeholder(), type, -1, spec.dSae());
    }
}
