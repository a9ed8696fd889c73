package io.sae4j.bench.torch;

import io.sae4j.bench.compare.MeasuredStep;
import io.sae4j.bench.compare.Problem;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/** A training step of PyTorch. All that a step makes is released at its end: PyTorch's memory is not Java's to collect. */
final class TorchStep implements MeasuredStep {
    private final Problem problem;
    private final StepKind kind;
    private final TorchScript script;
    private final TorchState state;
    private final IValue rows;
    private final IValue k;
    private final IValue coefficient;
    private final IValue bandwidth;
    private final IValue rate;
    /** What a step found before it updated the parameters. */
    private record Result(double loss, double gradientNorm) {}

    private double loss = Double.NaN;
    private double gradientNorm = Double.NaN;

    TorchStep(Problem problem, StepKind kind) {
        this.problem = problem;
        this.kind = kind;
        script = new TorchScript();
        state = new TorchState(script, problem, kind);
        rows = new IValue(Tensors.rows(problem));
        k = new IValue((long) problem.workload().k());
        coefficient = new IValue(problem.coefficient());
        bandwidth = new IValue(problem.bandwidth());
        rate = new IValue(Problem.LEARNING_RATE);
    }

    @Override
    public void run() {
        Result result = Scopes.releasing(() -> {
            IValue found = gradients();
            return Scopes.withoutAutograd(() -> {
                float lossBefore = TorchScript.item(found, 0).item_float();
                IValue norm = update(script.call("without_first", found));
                return new Result(lossBefore, TorchScript.item(norm, 0).item_float());
            });
        });
        loss = result.loss();
        gradientNorm = result.gradientNorm();
    }

    /** Loss and gradients at the present parameters; belongs to the caller's scope. */
    IValue gradients() {
        return kind.autograd() ? callGradients() : Scopes.withoutAutograd(this::callGradients);
    }

    private IValue callGradients() {
        return script.call(
                kind.function(), rows, state.parameterList, state.gradientScratch, k, coefficient, bandwidth);
    }

    private IValue update(IValue gradients) {
        return script.call(
                "update",
                state.parameterList,
                gradients,
                state.firstMoments,
                state.secondMoments,
                state.counters,
                state.updateScratch,
                rate);
    }

    double loss() {
        return loss;
    }

    double gradientNorm() {
        return gradientNorm;
    }

    Tensor[] parameters() {
        return state.parameters();
    }

    @Override
    public double l0() {
        return switch (problem.task()) {
            case TOPK, TOPK_BF16 -> problem.workload().k();
            default -> Scopes.releasing(() -> Scopes.withoutAutograd(this::firing));
        };
    }

    private double firing() {
        IValue threshold = new IValue(kind.thresholds() ? state.parameters()[4] : Tensors.filled(0, 1));
        IValue share = script.call("firing_dense", rows, state.parameterList, threshold);
        return TorchScript.item(share, 0).item_float();
    }

    @Override
    public String library() {
        return TorchVersion.describe();
    }

    @Override
    public void close() {
        rows.close();
        state.close();
    }
}
