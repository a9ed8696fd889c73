package io.sae4j.engine.graph;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.graph.BufferPool;
import io.sae4j.graph.GraphProgram;
import io.sae4j.loss.Loss;
import io.sae4j.nd.HostArrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The objective compiled for one number of rows and one choice of terms: values and gradients of a batch, or of a part
 * of one.
 */
final class ObjectiveProgram implements AutoCloseable {
    static final String GRADIENT = "gradient_";

    private final ObjectiveSpec spec;
    private final List<Loss> terms;
    private final boolean ownTargets;
    private final DataType type;
    private final ObjectiveGraph graph;
    private final Map<String, INDArray> bound;
    private final Map<String, INDArray> owned = new LinkedHashMap<>();
    private final GraphProgram gradients;
    private final GraphProgram ownSums;

    /** @param parameters bound, not copied: each run reads their present content */
    ObjectiveProgram(
            ObjectiveSpec spec,
            List<Loss> terms,
            Map<String, INDArray> parameters,
            int rows,
            boolean ownTargets,
            boolean inParts,
            DataType type,
            BufferPool pool) {
        this.spec = spec;
        this.terms = terms;
        this.ownTargets = ownTargets;
        this.type = type;
        graph = new ObjectiveGraph(spec, terms, ownTargets, inParts, type);
        allocateInputs(rows);
        bound = new LinkedHashMap<>(parameters);
        bound.putAll(owned);

        Map<String, String> sums = new LinkedHashMap<>();
        graph.ownSums().forEach((total, own) -> sums.put(total, own.variable()));
        ownSums = new GraphProgram(graph.sameDiff(), bound, graph.masks(), sums, pool);
        if (sums.keySet().stream().anyMatch(ownSums::reads)) {
            throw new IllegalArgumentException("a batch sum must not be taken of a value that depends on another one;"
                    + " write the term with sums of the rows themselves, or declare Splitting.NEVER");
        }

        SameDiff differentiated = graph.differentiate();
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put(ObjectiveGraph.MSE, ObjectiveGraph.MSE);
        wanted.put(ObjectiveGraph.FIRINGS, ObjectiveGraph.FIRINGS);
        if (spec.encoder().learnsThresholdByAverage()) {
            wanted.put(ObjectiveGraph.SMALLEST_CODE, ObjectiveGraph.SMALLEST_CODE);
        }
        for (Loss term : terms) {
            String variable = ObjectiveGraph.termVariable(term.name());
            wanted.put(variable, variable);
        }
        graph.termNumbers().reported().forEach(number -> wanted.put(number.variable(), number.variable()));
        parameters.keySet().forEach(name -> wanted.put(GRADIENT + name, graph.gradientOf(name)));
        gradients = new GraphProgram(differentiated, bound, graph.masks(), wanted, pool);
    }

    private void allocateInputs(int rows) {
        allocate(ObjectiveGraph.INPUT, rows, spec.dIn());
        if (ownTargets) {
            allocate(ObjectiveGraph.TARGET, rows, spec.dOut());
        }
        allocate(ObjectiveGraph.ROW_OF_ONES, 1, rows);
        input(ObjectiveGraph.ROW_OF_ONES).assign(1.0);
        allocate(ObjectiveGraph.BATCH_ROWS);
        allocate(ObjectiveGraph.DEAD, spec.dSae());
        allocate(ObjectiveGraph.DEAD_COUNT);
        terms.forEach(term -> allocate(ObjectiveGraph.coefficientVariable(term.name())));
        graph.termNumbers().read().forEach(number -> allocate(number.placeholder()));
        graph.ownSums().forEach((total, own) -> allocate(total, own.shape()));
    }

    private void allocate(String name, long... shape) {
        owned.put(name, Nd4j.createUninitializedDetached(type, 'c', shape).assign(0.0));
    }

    private INDArray input(String name) {
        return Objects.requireNonNull(owned.get(name), name);
    }

    List<Loss> terms() {
        return terms;
    }

    /** Writes rows {@code [from, from + rows)} of {@code batch} and the step's numbers. */
    void load(Batch batch, int from, StepSettings settings) {
        HostArrays.write(batch.input(), from * spec.dIn(), input(ObjectiveGraph.INPUT));
        if (ownTargets) {
            HostArrays.write(batch.target(), from * spec.dOut(), input(ObjectiveGraph.TARGET));
        }
        graph.setWidening(settings.widening());
        input(ObjectiveGraph.BATCH_ROWS).assign(batch.rows());
        float[] dead = new float[spec.dSae()];
        for (int j = 0; j < dead.length; j++) {
            dead[j] = settings.dead()[j] ? 1f : 0f;
        }
        HostArrays.write(dead, input(ObjectiveGraph.DEAD));
        input(ObjectiveGraph.DEAD_COUNT).assign(settings.deadCount());
        for (Loss term : terms) {
            double coefficient = settings.coefficients().getOrDefault(term.name(), 0.0);
            input(ObjectiveGraph.coefficientVariable(term.name())).assign(coefficient);
        }
        graph.termNumbers().read().forEach(number -> input(number.placeholder()).assign(number.in(settings)));
    }

    /** What terms reported, by term and name, from the results of {@link #run}. */
    Map<String, Map<String, Double>> reported(Map<String, INDArray> results) {
        return graph.termNumbers()
                .values(variable ->
                        Objects.requireNonNull(results.get(variable), variable).getDouble(0));
    }

    /** This part's share in the sums over the batch that {@link #setBatchSums} wants; owned by the program. */
    Map<String, INDArray> ownSums() {
        return ownSums.run();
    }

    /** Whether a first pass over all parts has to find sums over the batch. */
    boolean needsBatchSums() {
        return ownSums.hasOutputs();
    }

    void setBatchSums(Map<String, INDArray> sums) {
        sums.forEach((name, sum) -> input(name).assign(sum));
    }

    /** Values and gradients; overwritten by the next run of any program on the same pool. */
    Map<String, INDArray> run() {
        return gradients.run();
    }

    /** Off-heap bytes of the arrays that hold the batch and the step's numbers. */
    long inputBytes() {
        return owned.values().stream()
                .mapToLong(array -> array.length() * type.width())
                .sum();
    }

    @Override
    public void close() {
        gradients.close();
        ownSums.close();
        owned.values().forEach(INDArray::close);
        owned.clear();
    }
}
