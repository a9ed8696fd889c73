package io.sae4j.activations.onnx;

import io.sae4j.activations.model.HookPoint.Kind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.NodeProto;
import org.jspecify.annotations.Nullable;

/**
 * Recognises parts of a transformer by structure, whatever its tensors are called.
 *
 * <p>The residual stream begins with the embeddings of token ids. Wherever it is added to something that was computed from it,
 * the sum is the residual stream further on, and what was added is attention's contribution if a softmax or an attention
 * operator is on the way, the MLP's if nothing on the way mixes tokens. What is added before the first such sum
 * (positions) belongs to the embeddings.
 */
final class HookKinds {
    private static final Set<String> SKIP_NORMS = Set.of("SkipLayerNormalization", "SkipSimplifiedLayerNormalization");
    /** Where such an operator gives the sum itself. */
    private static final int SKIP_NORM_SUM = 3;

    private static final Set<String> MIXING =
            Set.of("Conv", "ConvTranspose", "Scan", "Loop", "If", "CumSum", "LSTM", "GRU", "RNN", "Einsum");
    private static final Set<String> ALIASES = Set.of("Identity", "Cast", "Dropout");
    private static final Set<String> SCALINGS = Set.of("Mul", "Div", "LayerNormalization");
    private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm", "MatMulNBits", "MatMulInteger");

    private final OnnxGraph graph;
    private final Map<String, Integer> widths;
    private final BitSet constants;
    private final Map<String, Kind> kinds = new HashMap<>();

    private HookKinds(OnnxGraph graph, Map<String, Integer> widths) {
        this.graph = graph;
        this.widths = widths;
        constants = graph.constants();
    }

    /**
     * @param widths of the tensors with one row per token
     * @return kinds of those tensors that are recognised
     */
    static Map<String, Kind> of(OnnxGraph graph, TokenInputs inputs, Map<String, Integer> widths) {
        HookKinds found = new HookKinds(graph, widths);
        inputs.embedding().ifPresent(node -> found.follow(node.getOutput(0)));
        return found.kinds;
    }

    /** One addition to the stream. */
    private record Sum(String stream, String added, String result) {}

    private void follow(String embedding) {
        String stream = embedding;
        String earlier = embedding;
        mark(stream, Kind.EMBEDDING);
        boolean inBlocks = false;
        while (true) {
            Map<String, BitSet> bases = new LinkedHashMap<>();
            bases.put(stream, graph.descendants(stream));
            // Blocks whose attention and MLP both read the stream before them add one after the other.
            bases.putIfAbsent(earlier, graph.descendants(earlier));
            Sum sum = nextSum(stream, bases);
            if (sum != null) {
                markContribution(sum, bases);
                mark(sum.result(), Kind.RESIDUAL);
                earlier = stream;
                stream = sum.result();
                inBlocks = true;
                continue;
            }
            Optional<String> same = continuation(stream, inBlocks);
            if (same.isEmpty()) {
                return;
            }
            mark(same.get(), inBlocks ? Kind.RESIDUAL : Kind.EMBEDDING);
            stream = same.get();
            earlier = inBlocks ? earlier : stream;
        }
    }

    private @Nullable Sum nextSum(String stream, Map<String, BitSet> bases) {
        for (NodeProto node : graph.nodes()) {
            Sum sum = sum(node, stream);
            if (sum != null
                    && graph.isComputed(sum.added())
                    && bases.values().stream().anyMatch(after -> after.get(graph.producer(sum.added())))) {
                return sum;
            }
        }
        return null;
    }

    private @Nullable Sum sum(NodeProto node, String stream) {
        boolean skipNorm = SKIP_NORMS.contains(node.getOpType());
        if (!skipNorm && !node.getOpType().equals("Add")) {
            return null;
        }
        int output = skipNorm ? SKIP_NORM_SUM : 0;
        if (node.getOutputCount() <= output || !sameWidth(node.getOutput(output), stream)) {
            return null;
        }
        String first = node.getInput(0);
        String second = node.getInput(1);
        if (first.equals(stream)) {
            return new Sum(stream, second, node.getOutput(output));
        }
        return second.equals(stream) ? new Sum(stream, first, node.getOutput(output)) : null;
    }

    /** The stream under another name, scaled, normalised, or with positions added. */
    private Optional<String> continuation(String stream, boolean inBlocks) {
        for (NodeProto node : graph.nodes()) {
            if (!node.getInputList().contains(stream) || node.getOutputCount() == 0) {
                continue;
            }
            String output = node.getOutput(0);
            boolean alias = ALIASES.contains(node.getOpType());
            boolean normed = node.getOpType().equals("LayerNormalization");
            boolean scaled = SCALINGS.contains(node.getOpType())
                    && others(node, stream).stream().allMatch(this::isConstant);
            boolean placed = node.getOpType().equals("Add");
            // Within blocks only post-norm models go on with something else than the sum itself.
            boolean goesOn = alias || (inBlocks ? normed && isAddedTo(output) : scaled || placed);
            if (goesOn && sameWidth(output, stream)) {
                return Optional.of(output);
            }
        }
        return Optional.empty();
    }

    private boolean isAddedTo(String tensor) {
        return nextSum(tensor, Map.of(tensor, graph.descendants(tensor))) != null;
    }

    private static List<String> others(NodeProto node, String stream) {
        return node.getInputList().stream().filter(name -> !name.equals(stream)).toList();
    }

    private boolean isConstant(String tensor) {
        return graph.isComputed(tensor)
                ? constants.get(graph.producer(tensor))
                : !graph.inputs().containsKey(tensor);
    }

    private boolean sameWidth(String tensor, String stream) {
        Integer width = widths.get(tensor);
        return width != null && width.equals(widths.get(stream));
    }

    private void markContribution(Sum sum, Map<String, BitSet> bases) {
        Kind kind = contribution(sum.added(), bases);
        NodeProto producer = graph.nodes().get(graph.producer(sum.added()));
        if (kind == Kind.ATTENTION && producer.getOpType().equals("Add") && splitParallel(producer, bases)) {
            return;
        }
        markContribution(sum.added(), kind);
    }

    /** Where a block adds attention and MLP to each other first, marks each; tells whether it does. */
    private boolean splitParallel(NodeProto sum, Map<String, BitSet> bases) {
        Kind first = contribution(sum.getInput(0), bases);
        Kind second = contribution(sum.getInput(1), bases);
        boolean parallel =
                (first == Kind.ATTENTION && second == Kind.MLP) || (first == Kind.MLP && second == Kind.ATTENTION);
        if (!parallel) {
            return false;
        }
        markContribution(sum.getInput(0), first);
        markContribution(sum.getInput(1), second);
        return true;
    }

    private Kind contribution(String added, Map<String, BitSet> bases) {
        if (isConstant(added)) {
            return Kind.OTHER;
        }
        for (BitSet after : bases.values()) {
            BitSet between = graph.ancestors(List.of(added));
            between.and(after);
            if (!between.isEmpty()) {
                return kind(between);
            }
        }
        return Kind.OTHER;
    }

    private Kind kind(BitSet nodes) {
        Kind kind = Kind.MLP;
        for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
            String operator = graph.nodes().get(i).getOpType();
            if (operator.equals("Softmax") || operator.contains("Attention")) {
                return Kind.ATTENTION;
            }
            kind = MIXING.contains(operator) ? Kind.OTHER : kind;
        }
        return kind;
    }

    private void markContribution(String added, Kind kind) {
        mark(added, kind);
        if (kind == Kind.MLP) {
            hidden(added).ifPresent(name -> mark(name, Kind.MLP));
        }
    }

    /** What an MLP's last product reads, looking through its bias. */
    private Optional<String> hidden(String added) {
        String name = added;
        while (graph.isComputed(name)) {
            NodeProto node = graph.nodes().get(graph.producer(name));
            if (PRODUCTS.contains(node.getOpType())) {
                return Optional.of(node.getInput(0));
            }
            List<String> variable = node.getInputList().stream()
                    .filter(input -> !isConstant(input))
                    .toList();
            boolean passesOn = ALIASES.contains(node.getOpType())
                    || node.getOpType().equals("Add")
                    || node.getOpType().equals("Reshape");
            if (!passesOn || variable.size() != 1) {
                return Optional.empty();
            }
            name = variable.get(0);
        }
        return Optional.empty();
    }

    private void mark(String tensor, Kind kind) {
        if (widths.containsKey(tensor)) {
            kinds.putIfAbsent(tensor, kind);
            kinds.putIfAbsent(graph.original(tensor), kind);
        }
    }
}
