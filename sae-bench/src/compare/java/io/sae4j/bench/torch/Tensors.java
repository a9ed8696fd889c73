package io.sae4j.bench.torch;

import io.sae4j.bench.compare.Problem;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors from a problem's numbers, and back. */
final class Tensors {
    private Tensors() {}

    /** The rows {@code [batch, d]}. */
    static Tensor rows(Problem problem) {
        Tensor x = torch.empty(problem.workload().batch(), problem.workload().d());
        try (FloatPointer data = x.data_ptr_float()) {
            data.put(problem.batch().input(), 0, (int) x.numel());
        }
        return x;
    }

    /** The decoder {@code [m, d]}. */
    static Tensor directions(Problem problem) {
        int d = problem.workload().d();
        Tensor w = torch.empty(problem.workload().m(), d);
        try (FloatPointer data = w.data_ptr_float()) {
            problem.directions((row, values) -> data.position((long) row * d).put(values, 0, d));
        }
        return w;
    }

    static Tensor filled(float value, long length) {
        Tensor tensor = torch.empty(length);
        try (Scalar scalar = new Scalar(value)) {
            tensor.fill_(scalar);
        }
        return tensor;
    }

    static Tensor empty(long rows, long columns, boolean bf16) {
        Tensor tensor = torch.empty(rows, columns);
        return bf16 ? tensor.to(ScalarType.BFloat16) : tensor;
    }

    static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        try (Tensor dense = tensor.contiguous();
                FloatPointer data = dense.data_ptr_float()) {
            data.get(values);
        }
        return values;
    }
}
