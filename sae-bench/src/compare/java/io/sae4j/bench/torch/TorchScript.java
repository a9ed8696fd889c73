package io.sae4j.bench.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The functions of {@code steps.py}, interpreted operation by operation as Python would: nothing is fused or traced. */
final class TorchScript {
    private static final String SOURCE = "steps.py";

    private final CompilationUnit unit;

    TorchScript() {
        torch.setGraphExecutorOptimize(false);
        torch.getProfilingMode().put(false);
        unit = torch.compile(source());
    }

    private static String source() {
        try (InputStream in = TorchScript.class.getResourceAsStream(SOURCE)) {
            return new String(Objects.requireNonNull(in, SOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a function. The arguments and the result belong to the caller, or to its {@code PointerScope}. */
    IValue call(String function, IValue... arguments) {
        IValueVector values = new IValueVector(arguments);
        return unit.get_function(new QualifiedName(function)).apply(values);
    }

    /** Several tensors as one value that functions take as a list. */
    IValue list(Tensor... tensors) {
        IValue[] values = new IValue[tensors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = new IValue(tensors[i]);
        }
        return call(tensors.length == 4 ? "pack" : "pack_five", values);
    }

    /** One tensor of a list that a function returned. */
    static Tensor item(IValue list, int index) {
        try (TensorVector tensors = list.toTensorVector()) {
            return new Tensor(tensors.get(index));
        }
    }
}
