package io.sae4j.bench.torch;

import io.sae4j.bench.compare.Problem;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What PyTorch keeps from step to step: parameters in the order that {@code steps.py} wants, Adam's moments and counters,
 * and buffers, each as the value that functions take.
 */
final class TorchState implements AutoCloseable {
    private final Tensor[] parameters;
    final IValue parameterList;
    final IValue firstMoments;
    final IValue secondMoments;
    final IValue counters;
    final IValue gradientScratch;
    /** For the update, of the decoder's shape. */
    final IValue updateScratch;

    TorchState(TorchScript script, Problem problem, StepKind kind) {
        int m = problem.workload().m();
        int d = problem.workload().d();
        Tensor decoder = Tensors.directions(problem);
        Tensor encoder = kind.sparse() ? decoder.clone() : decoder.t().contiguous();
        Tensor encoderBias = Tensors.filled(problem.encoderBias(), m);
        Tensor decoderBias = Tensors.filled(0, d);
        parameters = kind.thresholds()
                ? new Tensor[] {encoder, decoder, encoderBias, decoderBias, Tensors.filled(problem.threshold(), m)}
                : new Tensor[] {encoder, decoder, encoderBias, decoderBias};
        firstMoments = script.list(each(torch::zeros_like));
        secondMoments = script.list(each(torch::zeros_like));
        counters = script.list(each(parameter -> torch.zeros(new long[0])));
        updateScratch = new IValue(Tensors.empty(m, d, false));
        gradientScratch = script.list(scratch(problem, kind));
        for (Tensor parameter : parameters) {
            parameter.requires_grad_(kind.autograd());
        }
        parameterList = script.list(parameters);
    }

    private Tensor[] each(UnaryOperator<Tensor> make) {
        Tensor[] made = new Tensor[parameters.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = make.apply(parameters[i]);
        }
        return made;
    }

    /** Four buffers, as {@code steps.py} says for each function; empty where it needs none. */
    private static Tensor[] scratch(Problem problem, StepKind kind) {
        boolean bf16 = problem.task().isBf16();
        int rows = problem.workload().batch();
        int m = problem.workload().m();
        Tensor none = Tensors.empty(0, 0, false);
        if (kind.sparse()) {
            Tensor encoder = bf16 ? Tensors.empty(m, problem.workload().d(), true) : none;
            return new Tensor[] {Tensors.empty(rows, m, bf16), encoder, none, none};
        }
        if (kind.thresholds()) {
            return new Tensor[] {
                Tensors.empty(rows, m, false),
                Tensors.empty(rows, m, false),
                Tensors.empty(rows, m, false),
                Tensors.empty(rows, m, false)
            };
        }
        return new Tensor[] {none, none, none, none};
    }

    Tensor[] parameters() {
        return parameters.clone();
    }

    @Override
    public void close() {
        for (IValue value :
                new IValue[] {parameterList, firstMoments, secondMoments, counters, gradientScratch, updateScratch}) {
            value.close();
        }
        for (Tensor parameter : parameters) {
            parameter.close();
        }
    }
}
