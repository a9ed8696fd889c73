package io.sae4j.engine.graph;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph compiled for fixed shapes: a list of instructions on buffers that are allocated once, when the program
 * first runs, and shared between variables whose lives do not overlap. A run allocates nothing, so that off-heap use is
 * flat, and leaves out gradients that nobody asked for.
 *
 * <p>Not thread-safe. {@link #close} frees the buffers; arrays that {@link #run} returned are gone then.
 */
final class GraphProgram implements AutoCloseable {
    private final OpSchedule schedule;
    private final ProgramBinder binder;
    private final Map<String, String> outputs;
    private final List<Instruction> instructions = new ArrayList<>();
    private Map<String, INDArray> results = Map.of();

    /**
     * @param graph straight-line, such as a gradient function
     * @param bound arrays of all placeholders but the masks; read at every run
     * @param masks host-computed placeholders by name
     * @param outputs wanted variables: the caller's name for it to the graph's
     */
    GraphProgram(
            SameDiff graph, Map<String, INDArray> bound, Map<String, HostMask> masks, Map<String, String> outputs) {
        this.outputs = ImmutableMap.copyOf(outputs);
        this.schedule = new OpSchedule(graph, masks, this.outputs.values());
        this.binder = new ProgramBinder(graph, schedule, bound);
    }

    /**
     * Computes the outputs from the present content of the bound arrays.
     *
     * @return by the caller's names; owned by the program and overwritten by the next run
     */
    Map<String, INDArray> run() {
        if (results.isEmpty()) {
            for (OpSchedule.Entry entry : schedule.entries()) {
                instructions.addAll(binder.bindAndRun(entry));
            }
            ImmutableMap.Builder<String, INDArray> found = ImmutableMap.builder();
            outputs.forEach((name, variable) -> found.put(name, binder.array(variable)));
            results = found.build();
        } else {
            instructions.forEach(Instruction::run);
        }
        return results;
    }

    boolean hasOutputs() {
        return !outputs.isEmpty();
    }

    /** Off-heap bytes of the buffers; 0 before the first run. */
    long bytes() {
        return binder.bytes();
    }

    @Override
    public void close() {
        instructions.clear();
        results = Map.of();
        binder.close();
    }
}
