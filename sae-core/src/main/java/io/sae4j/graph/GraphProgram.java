package io.sae4j.graph;

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
 * <p>Not thread-safe.
 */
public final class GraphProgram implements AutoCloseable {
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
     * @param pool where buffers come from; closed by its owner
     */
    public GraphProgram(
            SameDiff graph,
            Map<String, INDArray> bound,
            Map<String, HostMask> masks,
            Map<String, String> outputs,
            BufferPool pool) {
        this.outputs = ImmutableMap.copyOf(outputs);
        this.schedule = new OpSchedule(graph, masks, this.outputs.values());
        this.binder = new ProgramBinder(graph, schedule, bound, pool);
    }

    /**
     * Computes the outputs from the present content of the bound arrays.
     *
     * @return by the caller's names; overwritten by the next run of any program on the same pool
     */
    public Map<String, INDArray> run() {
        if (results.isEmpty()) {
            binder.start();
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

    /** Whether an output depends on {@code variable}. */
    public boolean reads(String variable) {
        return schedule.reads(variable) > 0;
    }

    /** Whether anything is wanted at all. */
    public boolean hasOutputs() {
        return !outputs.isEmpty();
    }

    @Override
    public void close() {
        instructions.clear();
        results = Map.of();
        binder.close();
    }
}
