package io.sae4j.bench.torch;

import io.sae4j.bench.compare.MeasuredStep;
import io.sae4j.bench.compare.Problem;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** {@code x·W_encᵀ} into a buffer that stays, and nothing else. */
final class TorchProduct implements MeasuredStep {
    private final Tensor x;
    private final Tensor w;
    private final Tensor out;

    TorchProduct(Problem problem) {
        boolean bf16 = problem.task().isBf16();
        Tensor rows = Tensors.rows(problem);
        Tensor directions = Tensors.directions(problem);
        x = bf16 ? rows.to(ScalarType.BFloat16) : rows;
        w = (bf16 ? directions.to(ScalarType.BFloat16) : directions).t();
        out = Tensors.empty(problem.workload().batch(), problem.workload().m(), bf16);
    }

    @Override
    public void run() {
        Scopes.releasing(
                () -> Scopes.withoutAutograd(() -> torch.mm_out(out, x, w).dim()));
    }

    @Override
    public double l0() {
        return Double.NaN;
    }

    @Override
    public String library() {
        return TorchVersion.describe();
    }

    @Override
    public void close() {
        x.close();
        w.close();
        out.close();
    }
}
