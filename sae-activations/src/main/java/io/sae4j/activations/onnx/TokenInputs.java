package io.sae4j.activations.onnx;

import ai.onnxruntime.OrtException;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.format.FormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/** The inputs of a language model: token ids, and what goes with them as far as the model asks for it. */
final class TokenInputs {
    /** Usual names of the input with token ids, the most telling first. */
    private static final List<String> TOKEN_NAMES = List.of("input_ids", "tokens", "token_ids", "ids", "idx", "input");

    private final OnnxGraph graph;
    private final ModelInput tokens;
    private final List<ModelInput> inputs;
    private final OptionalLong vocabulary;

    private TokenInputs(OnnxGraph graph, ModelInput tokens, List<ModelInput> inputs) {
        this.graph = graph;
        this.tokens = tokens;
        this.inputs = inputs;
        vocabulary = embedding()
                .flatMap(node -> weight(node.getInput(0)))
                .map(table -> OptionalLong.of(table.getDims(0)))
                .orElse(OptionalLong.empty());
    }

    /**
     * @param name of the input with token ids; searched for where empty
     * @throws FormatException when there is none, or it is not clear which
     * @throws IllegalArgumentException when {@code name} is not an input for token ids
     */
    static TokenInputs of(OnnxGraph graph, Optional<String> name) {
        List<ModelInput> all = graph.inputs().values().stream()
                .map(info -> ModelInput.of(info, InputRole.ofName(info.getName())))
                .toList();
        ModelInput tokens = name.map(given -> named(all, given)).orElseGet(() -> search(graph, all));
        ModelInput asTokens =
                new ModelInput(tokens.name(), InputRole.TOKENS, tokens.elementType(), tokens.dimensions());
        requireReadable(graph, asTokens);
        List<ModelInput> inputs = new ArrayList<>(all);
        inputs.set(all.indexOf(tokens), asTokens);
        return new TokenInputs(graph, asTokens, inputs);
    }

    /** A batch of fixed size is allocated whatever it is given, so a damaged file must not say how large it is. */
    private static void requireReadable(OnnxGraph graph, ModelInput tokens) {
        long batch = Math.max(1, tokens.dimensions()[0]);
        long length = Math.max(1, tokens.dimensions()[1]);
        if (batch > PaddedWindows.MOST_TOKENS / length) {
            throw new FormatException(
                    graph.path(),
                    "always reads " + batch + " windows of " + length + " tokens, which is more than the "
                            + PaddedWindows.MOST_TOKENS + " that can be given at once");
        }
    }

    private static boolean mayBeTokens(ModelInput input) {
        return input.isInteger() && input.dimensions().length == 2;
    }

    private static ModelInput named(List<ModelInput> all, String name) {
        return all.stream()
                .filter(input -> input.name().equals(name) && mayBeTokens(input))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no input '" + name + "' for token ids, integers [batch, tokens]; there are " + describe(all)));
    }

    private static ModelInput search(OnnxGraph graph, List<ModelInput> all) {
        List<ModelInput> candidates = all.stream()
                .filter(input -> mayBeTokens(input) && input.role() == InputRole.UNKNOWN)
                .toList();
        Optional<ModelInput> usual = candidates.stream()
                .filter(input -> TOKEN_NAMES.contains(input.name()))
                .min(Comparator.comparingInt(input -> TOKEN_NAMES.indexOf(input.name())));
        if (usual.isPresent()) {
            return usual.get();
        }
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        throw new FormatException(
                graph.path(),
                (candidates.isEmpty()
                                ? "has no input for token ids, which are integers [batch, tokens]"
                                : "has several inputs that may take token ids; name one")
                        + "; its inputs are " + describe(all));
    }

    private static String describe(List<ModelInput> inputs) {
        return inputs.isEmpty()
                ? "none"
                : inputs.stream().map(ModelInput::describe).collect(Collectors.joining(", "));
    }

    /**
     * Throws unless everything that {@code outputs} need can be given.
     *
     * @throws FormatException naming the input that nothing is known about
     */
    void requireKnown(List<String> outputs) {
        Set<String> needed = new HashSet<>(outputs);
        graph.ancestors(outputs).stream().forEach(i -> needed.addAll(graph.reads(i)));
        for (ModelInput input : inputs) {
            if (input.isUnknown() && needed.contains(input.name())) {
                throw new FormatException(
                        graph.path(),
                        "needs the input " + input.describe() + ", of which is not known what to give; its inputs are "
                                + describe(inputs));
            }
        }
    }

    List<ModelInput> all() {
        return inputs;
    }

    /** The number of windows that the model always reads at once, if it is fixed. */
    OptionalInt fixedBatch() {
        return fixed(0);
    }

    /** The number of tokens that each window must have, if it is fixed. */
    OptionalInt fixedLength() {
        return fixed(1);
    }

    private OptionalInt fixed(int dimension) {
        long size = tokens.dimensions()[dimension];
        return size > 0 ? OptionalInt.of(Math.toIntExact(size)) : OptionalInt.empty();
    }

    /** The node that looks up embeddings of token ids, if it is one. */
    Optional<NodeProto> embedding() {
        Set<String> ids = new LinkedHashSet<>(Set.of(tokens.name()));
        for (NodeProto node : graph.nodes()) {
            if (node.getInputCount() == 0 || node.getOutputCount() == 0) {
                continue;
            }
            if ((node.getOpType().equals("Identity") || node.getOpType().equals("Cast"))
                    && ids.contains(node.getInput(0))) {
                ids.add(node.getOutput(0));
            } else if (node.getOpType().equals("Gather")
                    && node.getInputCount() > 1
                    && ids.contains(node.getInput(1))) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    private Optional<TensorProto> weight(String name) {
        return graph.model().getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name) && tensor.getDimsCount() > 0)
                .findFirst();
    }

    /**
     * The batch that {@code windows} make.
     *
     * @throws IllegalArgumentException when a window is longer than the model reads, or a token id beyond the vocabulary
     */
    PaddedWindows pad(List<TokenWindow> windows) {
        int[] lengths = windows.stream().mapToInt(TokenWindow::length).toArray();
        int longest = windows.stream().mapToInt(TokenWindow::length).max().orElse(1);
        return new PaddedWindows(
                lengths, fixedBatch().orElse(lengths.length), fixedLength().orElse(longest));
    }

    /** Values of those inputs that are among {@code names}; the caller closes them. */
    InputTensors tensors(Set<String> names, PaddedWindows padded, List<TokenWindow> windows) {
        long[] ids = paddedIds(padded, windows);
        InputTensors tensors = new InputTensors();
        try {
            for (ModelInput input : inputs) {
                if (names.contains(input.name())) {
                    tensors.put(input.name(), input.tensor(padded, ids));
                }
            }
            return tensors;
        } catch (OrtException e) {
            tensors.close();
            throw new IllegalStateException(graph.path() + ": ONNX Runtime refuses an input: " + e.getMessage(), e);
        }
    }

    /** Padding is token 0, which every vocabulary has. */
    private long[] paddedIds(PaddedWindows padded, List<TokenWindow> windows) {
        long[] ids = new long[padded.batch() * padded.length()];
        for (int w = 0; w < windows.size(); w++) {
            int[] window = windows.get(w).ids();
            for (int t = 0; t < window.length; t++) {
                if (vocabulary.isPresent() && window[t] >= vocabulary.getAsLong()) {
                    throw new IllegalArgumentException("token id " + window[t] + " at position " + t + " of window " + w
                            + " is beyond the model's vocabulary of " + vocabulary.getAsLong());
                }
                ids[w * padded.length() + t] = window[t];
            }
        }
        return ids;
    }
}
