package io.sae4j.activations.samediff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Sees in one run which variables have rows that can be edited in place. */
final class Variables extends BaseListener {
    private static final int MIN_RANK = 2;

    private final Map<String, Integer> widths = new LinkedHashMap<>();
    private final Set<String> computed = new HashSet<>();

    /** Entries of a row by variable, in the order of computing. */
    Map<String, Integer> widths() {
        return widths;
    }

    /** Whether an array has rows. */
    static boolean hasRows(@Nullable INDArray array) {
        return array != null
                && array.dataType().isFPType()
                && array.rank() >= MIN_RANK
                && !array.isEmpty()
                && array.size(-1) <= Integer.MAX_VALUE;
    }

    @Override
    public boolean isActive(Operation operation) {
        return true;
    }

    @Override
    public void opExecution(
            SameDiff graph,
            At at,
            @Nullable MultiDataSet batch,
            SameDiffOp op,
            @Nullable OpContext context,
            @Nullable INDArray[] outputs) {
        List<String> names = op.getOutputsOfOp();
        for (int i = 0; i < names.size() && i < outputs.length; i++) {
            String name = names.get(i);
            INDArray output = outputs[i];
            if (!computed.add(name)) {
                widths.remove(name); // within a loop, where there is more than one value
            } else if (output != null && hasRows(output) && !sharesMemory(output, context)) {
                widths.put(name, (int) output.size(-1));
            }
        }
    }

    /** Whether writing to {@code output} would change an input of its op, which others may read too. */
    static boolean sharesMemory(INDArray output, @Nullable OpContext context) {
        if (context == null) {
            return true; // an op of control flow, which passes its input on
        }
        List<INDArray> inputs = new ArrayList<>(context.getInputArrays());
        return inputs.stream()
                .anyMatch(input -> input != null
                        && !input.isEmpty()
                        && input.data().pointer().address()
                                == output.data().pointer().address());
    }
}
