package io.sae4j.bench.compare;

import com.google.common.collect.ImmutableMap;
import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.TrainingEngine;
import io.sae4j.engine.graph.GraphEngine;
import io.sae4j.engine.sparse.SparseEngine;
import io.sae4j.engine.sparse.SparseOptions;
import io.sae4j.loss.Loss;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.product.ProductLibraries;
import io.sae4j.product.ProductLibrary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Our rows: an engine for each family. */
final class OurSteps implements StepProvider {
    /** Makes an engine from starting values that it copies. */
    private interface EngineFactory {
        TrainingEngine open(ObjectiveSpec objective, Map<String, INDArray> initial, Problem problem);
    }

    private static final ImmutableMap<Family, EngineFactory> ENGINES =
            ImmutableMap.of(Family.OURS_FUSED, OurSteps::fusedEngine, Family.OURS_GRAPH, OurSteps::graphEngine);

    /** TopK once with all products in 32 bits and once screened; the others as the engine chooses by itself. */
    private static TrainingEngine fusedEngine(ObjectiveSpec objective, Map<String, INDArray> initial, Problem problem) {
        SparseOptions options = new SparseOptions(
                problem.workload().threads(),
                problem.task() == Task.TOPK ? SparseOptions.Mode.OFF : SparseOptions.Mode.AUTO);
        int rows = problem.workload().batch();
        return new SparseEngine(objective, OptimizerSettings.DEFAULT, initial, rows, options);
    }

    private static TrainingEngine graphEngine(ObjectiveSpec objective, Map<String, INDArray> initial, Problem problem) {
        int rows = problem.workload().batch();
        return new GraphEngine(objective, OptimizerSettings.DEFAULT, initial, false, rows, 0);
    }

    @Override
    public Set<Row> rows() {
        return Row.ALL.stream()
                .filter(row -> ENGINES.containsKey(row.family()))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public MeasuredStep open(Row row, Workload workload) {
        EngineFactory factory = ENGINES.get(row.family());
        if (factory == null) {
            throw new UsageException(row.label() + " is not in this build");
        }
        Problem problem = Problem.of(row.task(), workload);
        ObjectiveSpec objective = objective(problem);
        Map<String, INDArray> initial = initial(problem, objective.encoder());
        TrainingEngine engine = factory.open(objective, initial, problem);
        initial.values().forEach(INDArray::close);
        return new EngineStep(engine, problem, objective.losses(), products(row.family()));
    }

    private static String products(Family family) {
        return family == Family.OURS_FUSED
                ? ProductLibraries.best().map(ProductLibrary::name).orElse("none")
                : Nd4j.getBackend().getClass().getSimpleName();
    }

    static ObjectiveSpec objective(Problem problem) {
        Workload workload = problem.workload();
        Encoder encoder = switch (problem.task()) {
            case RELU, RELU_DENSE_START -> Encoders.relu();
            case JUMPRELU, JUMPRELU_WIDE -> Encoders.jumpRelu(problem.threshold(), problem.bandwidth());
            default -> Encoders.topK(workload.k());
        };
        List<Loss> losses = switch (problem.task()) {
            case TOPK_AUXK -> List.of(Losses.auxK());
            case RELU, RELU_DENSE_START -> List.of(Losses.l1(problem.coefficient()));
            case JUMPRELU, JUMPRELU_WIDE -> List.of(Losses.l0Step(problem.coefficient()));
            default -> List.of();
        };
        return new ObjectiveSpec(workload.d(), workload.d(), workload.m(), encoder, losses, true);
    }

    /** Starting values by name; the caller closes them. */
    static Map<String, INDArray> initial(Problem problem, Encoder encoder) {
        int m = problem.workload().m();
        int d = problem.workload().d();
        INDArray decoder = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', m, d);
        problem.directions((row, values) -> HostArrays.write(values, decoder.getRow(row)));
        Map<String, INDArray> initial = new LinkedHashMap<>();
        initial.put(Weights.W_ENC, decoder.transpose().dup('c'));
        initial.put(Weights.W_DEC, decoder);
        initial.put(Weights.B_ENC, Nd4j.valueArrayOf(new long[] {m}, problem.encoderBias(), DataType.FLOAT));
        initial.put(Weights.B_DEC, Nd4j.zeros(DataType.FLOAT, d));
        encoder.parameters(m)
                .forEach(parameter -> initial.put(
                        parameter.name(),
                        Nd4j.valueArrayOf(parameter.shape(), parameter.initialValue(), DataType.FLOAT)));
        return initial;
    }
}
