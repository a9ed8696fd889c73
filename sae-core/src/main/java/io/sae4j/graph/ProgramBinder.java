package io.sae4j.graph;

import io.sae4j.nd.HostArrays;
import io.sae4j.nd.Products;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.reduce.MmulBp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.SubBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns scheduled ops into instructions on buffers, running each once on the way to learn its shapes.
 *
 * <p>Four kinds of ops are not left to ND4J, for speed: products write straight into row-major results and only the
 * operand gradients that are read are computed; the gradient of an addition is its incoming gradient itself, without a
 * copy; a bias gradient (sum over rows) is a product with a row of ones, ten times faster than {@code sum(0)}; identities
 * cost nothing.
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
        if (node.getOp() instanceof Identity || node.getOp() instanceof StopGradient) {
            alias(node.getOutputsOfOp().get(0), node.getInputsToOp().get(0));
            return List.of();
        }
        if (node.getOp() instanceof Mmul mmul && isPlainProduct(mmul, node)) {
            return bindProduct(node);
        }
        if (node.getOp() instanceof MmulBp product && isPlainProduct(product, node)) {
            return bindProductGradient(node);
        }
        if (node.getOp() instanceof AddBpOp) {
            return bindSumGradient(node, 1.0);
        }
        if (node.getOp() instanceof SubBpOp) {
            return bindSumGradient(node, -1.0);
        }
        return List.of(bindGeneric(node));
    }

    private boolean isPlainProduct(DynamicCustomOp op, SameDiffOp node) {
        for (long flag : op.iArgs()) {
            if (flag != 0) {
                return false;
            }
        }
        return node.getInputsToOp().stream()
                .allMatch(name -> array(name).rank() == 2
                        && array(name).dataType()
                                == array(node.getInputsToOp().get(0)).dataType());
    }

    private List<Instruction> bindProduct(SameDiffOp node) {
        INDArray a = array(node.getInputsToOp().get(0));
        INDArray b = array(node.getInputsToOp().get(1));
        INDArray out = define(node.getOutputsOfOp().get(0), a.dataType(), a.size(0), b.size(1));
        return List.of(() -> Products.multiply(a, b, out));
    }

    private List<Instruction> bindProductGradient(SameDiffOp node) {
        INDArray a = array(node.getInputsToOp().get(0));
        INDArray b = array(node.getInputsToOp().get(1));
        INDArray gradient = array(node.getInputsToOp().get(2));
        List<Instruction> instructions = new ArrayList<>();
        String gradientOfA = node.getOutputsOfOp().get(0);
        if (schedule.reads(gradientOfA) > 0) {
            INDArray out = define(gradientOfA, a.dataType(), a.shape());
            instructions.add(() -> Products.gemm(gradient, false, b, true, 1.0, 0.0, out));
        }
        String gradientOfB = node.getOutputsOfOp().get(1);
        if (schedule.reads(gradientOfB) > 0) {
            INDArray out = define(gradientOfB, b.dataType(), b.shape());
            instructions.add(() -> Products.gemm(a, true, gradient, false, 1.0, 0.0, out));
        }
        return instructions;
    }

    /** Gradient of {@code a ± b}: the incoming one, summed over rows where an operand was a row. */
    private List<Instruction> bindSumGradient(SameDiffOp node, double signOfB) {
        INDArray gradient = array(node.getInputsToOp().get(2));
        for (int operand = 0; operand < 2; operand++) {
            INDArray value = array(node.getInputsToOp().get(operand));
            if (!value.equalShapes(gradient) && !isRowOf(value, gradient)) {
                return List.of(bindGeneric(node));
            }
        }
        List<Instruction> instructions = new ArrayList<>();
        instructions.addAll(bindOperandOfSum(node, 0, 1.0, gradient));
        instructions.addAll(bindOperandOfSum(node, 1, signOfB, gradient));
        return instructions;
    }

    private static boolean isRowOf(INDArray value, INDArray matrix) {
        return value.rank() == 1 && matrix.rank() == 2 && value.size(0) == matrix.size(1);
    }

    private List<Instruction> bindOperandOfSum(SameDiffOp node, int operand, double sign, INDArray gradient) {
        String output = node.getOutputsOfOp().get(operand);
        if (schedule.reads(output) == 0) {
            return List.of();
        }
        INDArray value = array(node.getInputsToOp().get(operand));
        boolean sameShape = value.equalShapes(gradient);
        if (sameShape && sign > 0) {
            alias(output, node.getInputsToOp().get(2));
            return List.of();
        }
        INDArray out = define(output, value.dataType(), value.shape());
        if (sameShape) {
            return List.of(() -> gradient.mul(-1, out));
        }
        INDArray ones = ones(gradient.dataType(), gradient.size(0));
        INDArray outRow = out.reshape(1, out.length());
        return List.of(() -> Products.gemm(ones, false, gradient, false, sign, 0.0, outRow));
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

    private INDArray ones(DataType type, long rows) {
        return onesByRows.computeIfAbsent(
                rows, n -> Nd4j.createUninitializedDetached(type, 'c', 1, n).assign(1.0));
    }

    private INDArray define(String variable, DataType type, long... shape) {
        Slot slot = new Slot(pool.take(type, shape), true);
        register(variable, slot);
        return slot.array;
    }

    private void alias(String variable, String source) {
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
