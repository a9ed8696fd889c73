package io.sae4j.engine.graph;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.graph.BufferPool;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Splitting;
import io.sae4j.nd.HostArrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Values and gradients of the objective at the present parameters, over a whole batch, in one run of the graph or in
 * micro-batches. Terms that are zero while nothing is dead are left out of the graph then, so there are up to two graphs.
 */
final class GraphObjective implements AutoCloseable {
    private record Key(boolean anyDead, int rows) {}

    /**
     * @param mse mean squared error summed over the width
     * @param terms unweighted values of the terms that took part
     * @param loss the weighted sum
     * @param firings rows on which each feature fired
     * @param smallestCode as in {@link io.sae4j.engine.StepResult}
     * @param reported as in {@link io.sae4j.engine.StepResult}
     * @param gradients by parameter; owned by the objective, overwritten by the next call
     */
    record Value(
            double mse,
            Map<String, Double> terms,
            double loss,
            float[] firings,
            double smallestCode,
            Map<String, Map<String, Double>> reported,
            Map<String, INDArray> gradients) {}

    private final ObjectiveSpec spec;
    private final Map<String, INDArray> parameters;
    private final boolean ownTargets;
    private final int microRows;
    private final DataType type;
    private final BufferPool pool = new BufferPool();
    private final Map<Key, ObjectiveProgram> programs = new HashMap<>();
    private final Map<String, INDArray> accumulated = new LinkedHashMap<>();

    /**
     * @param parameters bound, not copied
     * @param microRows rows per run of the graph; batches with more are split, unless a term or the encoder forbids it
     */
    GraphObjective(
            ObjectiveSpec spec, Map<String, INDArray> parameters, boolean ownTargets, int microRows, DataType type) {
        this.spec = spec;
        this.parameters = parameters;
        this.ownTargets = ownTargets;
        this.microRows = splittable(spec) ? microRows : Integer.MAX_VALUE;
        this.type = type;
    }

    /** Whether every term and the encoder can work on parts of a batch. */
    static boolean splittable(ObjectiveSpec spec) {
        return !spec.encoder().needsWholeBatch()
                && spec.losses().stream()
                        .map(Loss::term)
                        .map(LossTerm::splitting)
                        .noneMatch(Splitting.NEVER::equals);
    }

    Value evaluate(Batch batch, StepSettings settings) {
        int parts = (int) Math.ceil((double) batch.rows() / microRows);
        boolean anyDead = settings.deadCount() > 0;
        Map<String, INDArray> sums = parts == 1 ? Map.of() : batchSums(batch, settings, parts, anyDead);
        Sum sum = new Sum(spec.dSae(), spec.encoder().learnsThresholdByAverage());
        Map<String, INDArray> gradients = Map.of();
        for (int part = 0; part < parts; part++) {
            ObjectiveProgram program = load(batch, settings, part, parts, anyDead);
            program.setBatchSums(sums);
            Map<String, INDArray> results = program.run();
            sum.add(results, program);
            gradients = parts == 1 ? gradientsOf(results) : accumulate(gradientsOf(results), part == 0);
        }
        sums.values().forEach(INDArray::close);
        return sum.value(settings, gradients);
    }

    private Map<String, INDArray> batchSums(Batch batch, StepSettings settings, int parts, boolean anyDead) {
        Map<String, INDArray> sums = new LinkedHashMap<>();
        for (int part = 0; part < parts; part++) {
            ObjectiveProgram program = load(batch, settings, part, parts, anyDead);
            if (!program.needsBatchSums()) {
                return Map.of();
            }
            program.ownSums().forEach((name, own) -> {
                INDArray total = sums.get(name);
                if (total == null) {
                    sums.put(name, own.dup());
                } else {
                    total.addi(own);
                }
            });
        }
        return sums;
    }

    private ObjectiveProgram load(Batch batch, StepSettings settings, int part, int parts, boolean anyDead) {
        int from = (int) ((long) batch.rows() * part / parts);
        int to = (int) ((long) batch.rows() * (part + 1) / parts);
        ObjectiveProgram program =
                programs.computeIfAbsent(new Key(anyDead, to - from), key -> compile(key, parts > 1));
        program.load(batch, from, settings);
        return program;
    }

    private ObjectiveProgram compile(Key key, boolean inParts) {
        List<Loss> terms = spec.losses().stream()
                .filter(loss -> key.anyDead() || !loss.term().needsDeadFeatures())
                .toList();
        return new ObjectiveProgram(spec, terms, parameters, key.rows(), ownTargets, inParts, type, pool);
    }

    private Map<String, INDArray> gradientsOf(Map<String, INDArray> results) {
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        for (String name : parameters.keySet()) {
            gradients.put(name, Objects.requireNonNull(results.get(ObjectiveProgram.GRADIENT + name), name));
        }
        return gradients;
    }

    private Map<String, INDArray> accumulate(Map<String, INDArray> gradients, boolean first) {
        gradients.forEach((name, gradient) -> {
            INDArray total = accumulated.computeIfAbsent(name, n -> gradient.ulike());
            if (first) {
                total.assign(gradient);
            } else {
                total.addi(gradient);
            }
        });
        return accumulated;
    }

    /** Off-heap bytes of all buffers so far; the parameters do not count. */
    long bytes() {
        long inputs = programs.values().stream()
                .mapToLong(ObjectiveProgram::inputBytes)
                .sum();
        long sums = accumulated.values().stream()
                .mapToLong(array -> array.length() * type.width())
                .sum();
        return pool.bytes() + inputs + sums;
    }

    @Override
    public void close() {
        programs.values().forEach(ObjectiveProgram::close);
        programs.clear();
        pool.close();
        accumulated.values().forEach(INDArray::close);
        accumulated.clear();
    }

    /** Values added up over parts; a term that sees the whole batch in every part is not added but replaced. */
    private static final class Sum {
        private final Map<String, Double> terms = new LinkedHashMap<>();
        private final Map<String, Map<String, Double>> reported = new LinkedHashMap<>();
        private final float[] firings;
        private double mse;
        private double smallestCode;

        Sum(int dSae, boolean wantsSmallestCode) {
            firings = new float[dSae];
            smallestCode = wantsSmallestCode ? Double.POSITIVE_INFINITY : Double.NaN;
        }

        void add(Map<String, INDArray> results, ObjectiveProgram program) {
            Map<String, Map<String, Double>> reports = program.reported(results);
            mse += scalar(results, ObjectiveGraph.MSE);
            for (Loss loss : program.terms()) {
                double value = scalar(results, ObjectiveGraph.termVariable(loss.name()));
                boolean whole = loss.term().splitting() == Splitting.THROUGH_BATCH_SUMS;
                terms.merge(loss.name(), value, (before, now) -> whole ? now : before + now);
                Map<String, Double> ofTerm = reported.computeIfAbsent(loss.name(), name -> new LinkedHashMap<>());
                reports.getOrDefault(loss.name(), Map.of())
                        .forEach((name, own) -> ofTerm.merge(name, own, (before, now) -> whole ? now : before + now));
            }
            float[] part = HostArrays.toFloats(Objects.requireNonNull(results.get(ObjectiveGraph.FIRINGS)));
            for (int j = 0; j < firings.length; j++) {
                firings[j] += part[j];
            }
            if (!Double.isNaN(smallestCode)) {
                double smallest = scalar(results, ObjectiveGraph.SMALLEST_CODE);
                smallestCode = smallest < ObjectiveGraph.NO_CODE ? Math.min(smallestCode, smallest) : smallestCode;
            }
        }

        Value value(StepSettings settings, Map<String, INDArray> gradients) {
            double loss = mse;
            for (Map.Entry<String, Double> term : terms.entrySet()) {
                loss += term.getValue() * settings.coefficients().getOrDefault(term.getKey(), 0.0);
            }
            return new Value(mse, terms, loss, firings, smallestCode, reported, gradients);
        }

        private static double scalar(Map<String, INDArray> results, String name) {
            return Objects.requireNonNull(results.get(name), name).getDouble(0);
        }
    }
}
