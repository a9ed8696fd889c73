package io.sae4j.activations.samediff;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.nd.ArrayRows;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Overwrites one variable after its op has run and before anything reads it. */
final class EditingListener extends BaseListener {
    private final String variable;
    private final int width;
    private final Edit edit;

    EditingListener(String variable, int width, Edit edit) {
        this.variable = variable;
        this.width = width;
        this.edit = edit;
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
        int place = op.getOutputsOfOp().indexOf(variable);
        INDArray value = place < 0 ? null : outputs[place];
        if (value == null) {
            return;
        }
        if (Variables.sharesMemory(value, context)) {
            throw new IllegalStateException(
                    "variable '" + variable + "' shares its memory with what it is computed from and cannot be edited");
        }
        INDArray edited = edited(variable, width, value, edit);
        if (edited != value) {
            value.assign(edited);
        }
    }

    /** {@code value} itself when the edit changed nothing. */
    static INDArray edited(String variable, int width, INDArray value, Edit edit) {
        SameDiffModel.checkWidth(variable, width, value);
        return ArrayRows.edit(value, value.rank() - 1, edit);
    }
}
