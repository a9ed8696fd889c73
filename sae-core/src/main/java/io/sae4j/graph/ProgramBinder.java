package io.sae4j.graph;

import io.sae4j.nd.HostArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns scheduled ops into instructions on buffers, running each once on the way to learn its shapes. A buffer is handed
 * on as soon as its variable has been read for the last time.
 */
final class ProgramBinder implements AutoCloseable {
    /** A buffer with the number of reads still to come. */
    private static final class Slot {
        final INDArray array;
        final boolean pooled;
        int reads;

        Slot(INDArray array, boolean pooled) {
            this.array = array;
            this.pooled = pooled;
        }
    }

    private final SameDiff graph;
    private final OpSchedule schedule;
    private final Map<String, INDArray> bound;
    private final BufferPool pool;
    private final FastOps fastOps = new FastOps(this);
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<Long, INDArray> onesByRows = new HashMap<>();
    private final List<OpContext> contexts = new ArrayList<>();

    ProgramBinder(SameDiff graph, OpSchedule schedule, Map<String, INDArray> bound, BufferPool pool) {
        this.pool = pool;
        this.graph = graph;
        this.schedule = schedule;
        this.bound = bound;
    }

    /** The array of an already computed variable, a bound placeholder or a constant. */
    INDArray array(String variable) {
        return slot(variable).array;
    }

    private Slot slot(String variable) {
        Slot slot = slots.get(variable);
        if (slot == null) {
            INDArray array = bound.containsKey(variable) ? bound.get(variable) : graph.getArrForVarName(variable);
            if (array == null) {
                throw new IllegalStateException("placeholder '" + variable + "' is not bound");
            }
            slot = new Slot(array, false);
            slots.put(variable, slot);
        }
        return slot;
    }

    /** Before the first entry: all buffers of the pool are free, because no other program is running. */
    void start() {
        pool.reclaim();
    }

    /** Instructions for one entry; they have been run once. */
    List<Instruction> bindAndRun(OpSchedule.Entry entry) {
        List<Instruction> instructions = bind(entry);
        instructions.forEach(Instruction::run);
        for (String input : entry.inputs()) {
            Slot slot = slot(input);
            if (--slot.reads == 0 && slot.pooled) {
                pool.giveBack(slot.array);
            }
        }
        return instructions;
    }

    private List<Instruction> bind(OpSchedule.Entry entry) {
        if (entry instanceof OpSchedule.MaskEntry masked) {
            return bindMask(masked.mask());
        }
        return bindOp(((OpSchedule.OpEntry) entry).op());
    }

    private List<Instruction> bindOp(SameDiffOp node) {
        List<Instruction> fast = fastOps.bind(node);
        return fast != null ? fast : List.of(bindGeneric(node));
    }

    private List<Instruction> bindMask(HostMask mask) {
        INDArray input = array(mask.input());
        INDArray out = define(mask.placeholder(), input.dataType(), input.shape());
        int rows = Math.toIntExact(input.size(0));
        int width = Math.toIntExact(input.size(1));
        float[] values = new float[rows * width];
        float[] filled = new float[rows * width];
        return List.of(() -> {
            HostArrays.read(input, values);
            Arrays.fill(filled, 0f);
            mask.function().fill(values, rows, width, filled);
            HostArrays.write(filled, out);
        });
    }

    private Instruction bindGeneric(SameDiffOp node) {
        List<INDArray> inputs = node.getInputsToOp().stream().map(this::array).toList();
        OpContext context = Nd4j.getExecutioner().buildContext();
        contexts.add(context);
        Instruction instruction = OpInstructions.bind(node.getOp(), inputs, context, (index, descriptor) -> {
            String output = node.getOutputsOfOp().get(index);
            DataType type = graph.getVariable(output).dataType();
            return define(output, type, descriptor.getShape());
        });
        for (String output : node.getOutputsOfOp()) {
            if (schedule.reads(output) == 0) {
                pool.giveBack(array(output));
            }
        }
        return instruction;
    }

    /** A {@code [1, rows]} row of ones. */
    INDArray ones(DataType type, long rows) {
        return onesByRows.computeIfAbsent(
                rows, n -> Nd4j.createUninitializedDetached(type, 'c', 1, n).assign(1.0));
    }

    /** Whether anything reads {@code variable}. */
    boolean isRead(String variable) {
        return schedule.reads(variable) > 0;
    }

    /** A buffer for the value of {@code variable}. */
    INDArray define(String variable, DataType type, long... shape) {
        Slot slot = new Slot(pool.take(type, shape), true);
        register(variable, slot);
        return slot.array;
    }

    /** Lets {@code variable} be the same array as {@code source}. */
    void alias(String variable, String source) {
        register(variable, slot(source));
    }

    private void register(String variable, Slot slot) {
        slot.reads += schedule.reads(variable);
        slots.put(variable, slot);
    }

    @Override
    public void close() {
        for (OpContext context : contexts) {
            try {
                context.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing an op context failed", e);
            }
        }
        contexts.clear();
        onesByRows.values().forEach(INDArray::close);
        onesByRows.clear();
        slots.clear();
    }
}
