package io.sae4j.activations.onnx;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.Logits;
import io.sae4j.format.FormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The end of a language model as an ONNX graph of its own: from rows of a hook point, {@code [batch, tokens, width]}, to logits.
 * Takes whole windows, because positions begin anew in each. Not thread-safe.
 */
public final class OnnxTail implements AutoCloseable {
    private static final int RANK = 3;

    private final int width;
    private final TailModel model;

    private OnnxTail(int width, TailModel model) {
        this.width = width;
        this.model = model;
    }

    /**
     * Loads a tail.
     *
     * @throws FormatException when the file is not an ONNX model, is damaged, or is not a tail: its one input must be
     *     floating-point, {@code [batch, tokens, width]} of fixed width
     * @throws IllegalStateException when ONNX Runtime is missing
     */
    public static OnnxTail open(Path path) {
        return open(path, OnnxSettings.defaults());
    }

    /** Like {@link #open(Path)}, with threads and the name of the output with the logits. */
    public static OnnxTail open(Path path, OnnxSettings settings) {
        OrtLibrary.require();
        OnnxGraph graph = OnnxGraph.open(path);
        List<ModelInput> inputs = graph.inputs().values().stream()
                .map(info -> ModelInput.of(info, InputRole.UNKNOWN))
                .toList();
        if (inputs.size() != 1 || !takesRows(inputs.get(0))) {
            throw new FormatException(
                    path,
                    "is not a tail: that has one input, floating-point [batch, tokens, width] of any batch and tokens; it has "
                            + inputs.stream().map(ModelInput::describe).collect(Collectors.joining(", ")));
        }
        ModelInput input = inputs.get(0);
        String logits = ResultRows.logitsName(graph, settings.logitsOutput());
        return new OnnxTail(
                Math.toIntExact(input.dimensions()[RANK - 1]),
                TailModel.load(graph, input, logits, settings.threads()));
    }

    private static boolean takesRows(ModelInput input) {
        long[] dimensions = input.dimensions();
        return input.isFloating()
                && dimensions.length == RANK
                && dimensions[0] <= 0
                && dimensions[1] <= 0
                && dimensions[RANK - 1] > 0;
    }

    /** Entries of the rows that it takes. */
    public int width() {
        return width;
    }

    /**
     * The logits that follow from {@code rows}.
     *
     * @param rows of whole windows, at least one; not modified
     * @throws IllegalArgumentException when they have another width than {@link #width}
     * @throws IllegalStateException when they do not belong to windows
     */
    public Logits run(HookRows rows) {
        checkArgument(rows.width() == width, "rows must have width %s, got %s", width, rows.width());
        checkArgument(rows.windowLengths().length > 0, "rows must belong to at least one window");
        return new Logits(model.run(rows));
    }

    @Override
    public void close() {
        model.close();
    }
}
