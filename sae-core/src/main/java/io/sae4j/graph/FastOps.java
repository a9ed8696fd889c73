package io.sae4j.graph;

import io.sae4j.nd.Products;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.reduce.MmulBp;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.gradient.ThresholdReluBp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.SubBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ops that are not left to ND4J as they stand, because its form of them is slow (times for 1024 × 1024 floats):
 *
 * <ul>
 *   <li>products write straight into row-major results, and of their operands' gradients only those that are read are
 *       computed;
 *   <li>the gradient of an addition is its incoming gradient itself, without a copy; a bias gradient is a product with a
 *       row of ones (0.4 ms; {@code sum(0)} 3.5 ms);
 *   <li>the gradient of a ReLU is a step and a multiplication (0.4 ms; ND4J's op 8 ms);
 *   <li>of a multiplication only the gradients that are read are computed; identities cost nothing.
 * </ul>
 */
final class FastOps {
    private final ProgramBinder binder;

    FastOps(ProgramBinder binder) {
        this.binder = binder;
    }

    /** Instructions for {@code node}, or null where ND4J's own op is to be used. */
    @Nullable
    List<Instruction> bind(SameDiffOp node) {
        if (node.getOp() instanceof Identity || node.getOp() instanceof StopGradient) {
            binder.alias(output(node, 0), node.getInputsToOp().get(0));
            return List.of();
        }
        if (node.getOp() instanceof Mmul op && isPlainProduct(op, node)) {
            return product(node);
        }
        if (node.getOp() instanceof MmulBp op && isPlainProduct(op, node)) {
            return productGradient(node);
        }
        if (node.getOp() instanceof AddBpOp) {
            return sumGradient(node, 1.0);
        }
        if (node.getOp() instanceof SubBpOp) {
            return sumGradient(node, -1.0);
        }
        if (node.getOp() instanceof MulBpOp) {
            return multiplicationGradient(node);
        }
        if (node.getOp() instanceof ThresholdReluBp op && op.getCutoff() == 0) {
            return reluGradient(node);
        }
        return null;
    }

    private INDArray input(SameDiffOp node, int index) {
        return binder.array(node.getInputsToOp().get(index));
    }

    private static String output(SameDiffOp node, int index) {
        return node.getOutputsOfOp().get(index);
    }

    private INDArray defineLike(String variable, INDArray array) {
        return binder.define(variable, array.dataType(), array.shape());
    }

    private boolean isPlainProduct(DynamicCustomOp op, SameDiffOp node) {
        for (long flag : op.iArgs()) {
            if (flag != 0) {
                return false;
            }
        }
        for (int i = 0; i < node.getInputsToOp().size(); i++) {
            if (input(node, i).rank() != 2
                    || input(node, i).dataType() != input(node, 0).dataType()) {
                return false;
            }
        }
        return true;
    }

    private List<Instruction> product(SameDiffOp node) {
        INDArray a = input(node, 0);
        INDArray b = input(node, 1);
        INDArray out = binder.define(output(node, 0), a.dataType(), a.size(0), b.size(1));
        return List.of(() -> Products.multiply(a, b, out));
    }

    private List<Instruction> productGradient(SameDiffOp node) {
        INDArray a = input(node, 0);
        INDArray b = input(node, 1);
        INDArray gradient = input(node, 2);
        List<Instruction> instructions = new ArrayList<>();
        if (binder.isRead(output(node, 0))) {
            INDArray out = defineLike(output(node, 0), a);
            instructions.add(() -> Products.gemm(gradient, false, b, true, 1.0, 0.0, out));
        }
        if (binder.isRead(output(node, 1))) {
            INDArray out = defineLike(output(node, 1), b);
            instructions.add(() -> Products.gemm(a, true, gradient, false, 1.0, 0.0, out));
        }
        return instructions;
    }

    /** Gradient of {@code a ± b}: the incoming one, summed over rows where an operand was a row. */
    private @Nullable List<Instruction> sumGradient(SameDiffOp node, double signOfB) {
        INDArray gradient = input(node, 2);
        for (int operand = 0; operand < 2; operand++) {
            INDArray value = input(node, operand);
            if (!value.equalShapes(gradient) && !isRowOf(value, gradient)) {
                return null;
            }
        }
        List<Instruction> instructions = new ArrayList<>();
        instructions.addAll(operandOfSum(node, 0, 1.0, gradient));
        instructions.addAll(operandOfSum(node, 1, signOfB, gradient));
        return instructions;
    }

    private static boolean isRowOf(INDArray value, INDArray matrix) {
        return value.rank() == 1 && matrix.rank() == 2 && value.size(0) == matrix.size(1);
    }

    private List<Instruction> operandOfSum(SameDiffOp node, int operand, double sign, INDArray gradient) {
        String variable = output(node, operand);
        if (!binder.isRead(variable)) {
            return List.of();
        }
        INDArray value = input(node, operand);
        boolean sameShape = value.equalShapes(gradient);
        if (sameShape && sign > 0) {
            binder.alias(variable, node.getInputsToOp().get(2));
            return List.of();
        }
        INDArray out = defineLike(variable, value);
        if (sameShape) {
            return List.of(() -> gradient.mul(-1, out));
        }
        INDArray ones = binder.ones(gradient.dataType(), gradient.size(0));
        INDArray outRow = out.reshape(1, out.length());
        return List.of(() -> Products.gemm(ones, false, gradient, false, sign, 0.0, outRow));
    }

    private @Nullable List<Instruction> multiplicationGradient(SameDiffOp node) {
        INDArray gradient = input(node, 2);
        if (!input(node, 0).equalShapes(gradient) || !input(node, 1).equalShapes(gradient)) {
            return null;
        }
        List<Instruction> instructions = new ArrayList<>();
        for (int operand = 0; operand < 2; operand++) {
            if (binder.isRead(output(node, operand))) {
                INDArray other = input(node, 1 - operand);
                INDArray out = defineLike(output(node, operand), gradient);
                instructions.add(() -> gradient.mul(other, out));
            }
        }
        return instructions;
    }

    private List<Instruction> reluGradient(SameDiffOp node) {
        INDArray value = input(node, 0);
        INDArray gradient = input(node, 1);
        INDArray out = defineLike(output(node, 0), value);
        return List.of(() -> {
            Nd4j.exec(new Step(value, out, 0.0));
            out.muli(gradient);
        });
    }
}
