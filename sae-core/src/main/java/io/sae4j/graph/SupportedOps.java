package io.sae4j.graph;

import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/** Refuses ops that a straight-line program with fixed buffers cannot run. */
final class SupportedOps {
    private SupportedOps() {}

    static void check(SameDiffOp op) {
        Class<?> type = op.getOp().getClass();
        boolean controlFlow = type.getPackageName().startsWith("org.nd4j.linalg.api.ops.impl.controlflow")
                && type != StopGradient.class;
        boolean tensorArray = type.getPackageName().startsWith("org.nd4j.linalg.api.ops.impl.shape.tensorops");
        boolean random =
                op.getOp() instanceof RandomOp || type.getPackageName().startsWith("org.nd4j.linalg.api.ops.random");
        if (controlFlow || tensorArray || random) {
            throw new IllegalArgumentException("a training graph cannot hold the op " + type.getSimpleName()
                    + ": control flow, tensor arrays and random ops are not supported; compose it from element-wise ops,"
                    + " reductions and products");
        }
    }
}
