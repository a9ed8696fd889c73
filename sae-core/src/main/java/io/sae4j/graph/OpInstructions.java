package io.sae4j.graph;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's two families of ops as instructions on fixed inputs and outputs. */
final class OpInstructions {
    private OpInstructions() {}

    /** Provides the array for an output whose shape ND4J has worked out. */
    @FunctionalInterface
    interface OutputAllocator {
        INDArray allocate(int index, LongShapeDescriptor descriptor);
    }

    static Instruction bind(
            DifferentialFunction function, List<INDArray> inputs, OpContext context, OutputAllocator allocator) {
        if (function instanceof DynamicCustomOp op) {
            return bindCustom(op, inputs, context, allocator);
        }
        if (function instanceof BaseOp op) {
            return bindLegacy(op, inputs, context, allocator);
        }
        throw new IllegalArgumentException(
                "a training graph cannot hold the op " + function.getClass().getSimpleName());
    }

    private static Instruction bindCustom(
            DynamicCustomOp op, List<INDArray> inputs, OpContext context, OutputAllocator allocator) {
        context.setArgs(inputs.toArray(INDArray[]::new), op.iArgs(), op.dArgs(), op.tArgs(), op.bArgs());
        List<LongShapeDescriptor> shapes = op.calculateOutputShape(context);
        for (int i = 0; i < shapes.size(); i++) {
            context.setOutputArray(i, allocator.allocate(i, shapes.get(i)));
        }
        return () -> Nd4j.exec(op, context);
    }

    private static Instruction bindLegacy(
            BaseOp op, List<INDArray> inputs, OpContext context, OutputAllocator allocator) {
        context.setInputArray(0, inputs.get(0));
        if (inputs.size() == 2) {
            if (op instanceof ReduceOp reduce && reduce.getOpType() != Op.Type.REDUCE3) {
                int rank = inputs.get(0).rank();
                op.setDimensions(Shape.normalizeAxis(rank, inputs.get(1).toIntVector()));
            } else if (op instanceof ScalarOp scalarOp) {
                scalarOp.setScalar(inputs.get(1));
            } else {
                context.setInputArray(1, inputs.get(1));
            }
        }
        List<LongShapeDescriptor> shapes = op.calculateOutputShape(context);
        context.setOutputArray(0, allocator.allocate(0, shapes.get(0)));
        return () -> Nd4j.exec(op, context);
    }
}
