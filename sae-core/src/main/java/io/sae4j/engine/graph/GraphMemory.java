package io.sae4j.engine.graph;

import io.sae4j.data.Batch;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.loss.StepSchedules;
import io.sae4j.nd.OffHeap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Off-heap memory of the graph engine, known before a run: {@code 5·P + F + R·rows} bytes. P is the size of the
 * parameters (themselves, two moments, scratch, sums over micro-batches); F and R are those of the graph's buffers, which
 * two tiny runs measure, because they depend on the encoder and the losses.
 */
final class GraphMemory {
    /** Pre-activations of one run of the graph: 256 MiB. Smaller parts are slower, because gradients add up more often. */
    private static final long FLOATS_PER_RUN = 1L << 26;

    /** Too few to equal a width by accident, which would let buffers be shared that otherwise are not. */
    private static final int PROBE_ROWS = 2;

    private static final int PARAMETER_COPIES = 5;
    /** More buffers of each kind than any graph of ours holds at once. */
    private static final int GENEROUS_BUFFERS = 40;

    private GraphMemory() {}

    /** Rows per run of the graph: as many as keep pre-activations within 256 MiB. */
    static int microRows(ObjectiveSpec spec) {
        return (int) Math.max(1, FLOATS_PER_RUN / spec.dSae());
    }

    /** Fails early, naming the flags to set, when a run would not fit. */
    static void require(ObjectiveSpec spec, boolean ownTargets, int batchSize, int rowsPerRun) {
        int rows = GraphObjective.splittable(spec) ? Math.min(batchSize, rowsPerRun) : batchSize;
        long parameters = ObjectiveGraph.shapes(spec).values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(Float.BYTES, Math::multiplyExact))
                .sum();
        long widths = spec.dSae() + (long) spec.dIn() + spec.dOut();
        long generous = 2L * PARAMETER_COPIES * parameters + GENEROUS_BUFFERS * widths * rows * Float.BYTES;
        if (OffHeap.fits(generous)) {
            return;
        }
        String purpose = "training " + spec.dSae() + " features of width " + spec.dIn() + " in batches of " + batchSize;
        OffHeap.require((PARAMETER_COPIES + 2) * parameters, purpose);
        OffHeap.require(PARAMETER_COPIES * parameters + bufferBytes(spec, ownTargets, rows), purpose);
    }

    /** Bytes of the buffers for {@code rows} rows, extended from those for few. */
    static long bufferBytes(ObjectiveSpec spec, boolean ownTargets, int rows) {
        long fewer = probe(spec, ownTargets, PROBE_ROWS);
        long perRow = probe(spec, ownTargets, PROBE_ROWS + 1) - fewer;
        return fewer + perRow * (rows - PROBE_ROWS);
    }

    /** Bytes of the buffers for {@code rows} rows, with dead features and without. */
    private static long probe(ObjectiveSpec spec, boolean ownTargets, int rows) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        ObjectiveGraph.shapes(spec)
                .forEach((name, shape) -> parameters.put(
                        name,
                        Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape)
                                .assign(0.01)));
        Batch batch =
                ownTargets ? Batch.withTargets(rows, spec.dIn(), spec.dOut()) : Batch.autoencoder(rows, spec.dIn());
        batch.append(rows, 0);
        Map<String, Map<String, Double>> termValues = new StepSchedules(spec.losses(), OptionalLong.empty()).at(0);
        boolean[] dead = new boolean[spec.dSae()];
        StepSettings settings = new StepSettings(1, Map.of(), 1, dead, termValues);
        try (GraphObjective objective = new GraphObjective(spec, parameters, ownTargets, rows, DataType.FLOAT)) {
            objective.evaluate(batch, settings);
            dead[0] = true;
            objective.evaluate(batch, settings);
            return objective.bytes();
        } finally {
            parameters.values().forEach(INDArray::close);
        }
    }
}
