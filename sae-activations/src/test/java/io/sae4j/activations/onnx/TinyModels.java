package io.sae4j.activations.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.TensorProto.DataType;

/** Models small enough to compute by hand. */
final class TinyModels {
    static final int VOCABULARY = 4;
    /** Rows of the embedding table, which token t's row t of width 2 is. */
    static final float[] EMBEDDINGS = {1, 0, 0, 1, 2, 3, -1, 5};
    /** {@code [2, 4]}. */
    static final float[] UNEMBEDDING = {1, 2, 3, 4, 5, 6, 7, 8};

    private TinyModels() {}

    /** What all of them begin with: {@code e}, the embeddings, and weights. */
    private static GraphProto.Builder begin(int idType, long batch, long length) {
        return GraphProto.newBuilder()
                .addInput(SubGraph.tensor("input_ids", idType, batch, length))
                .addInitializer(OnnxFiles.weight("table", new long[] {VOCABULARY, 2}, EMBEDDINGS))
                .addInitializer(OnnxFiles.weight("out", new long[] {2, VOCABULARY}, UNEMBEDDING))
                .addInitializer(OnnxFiles.weight("two", new long[0], 2))
                .addNode(OnnxFiles.node("Gather", List.of("table", "input_ids"), "e"));
    }

    /** {@code sum = 2 e + e²}, {@code logits = sum · out}; {@code dead} leads nowhere. */
    static Path causal(Path file) throws IOException {
        return causal(file, DataType.INT64_VALUE, -1, -1);
    }

    static Path causal(Path file, int idType, long batch, long length) throws IOException {
        GraphProto.Builder graph = begin(idType, batch, length)
                .addNode(OnnxFiles.node("Mul", List.of("e", "two"), "scaled"))
                .addNode(OnnxFiles.node("Mul", List.of("e", "e"), "square"))
                .addNode(OnnxFiles.node("Add", List.of("scaled", "square"), "sum"))
                .addNode(OnnxFiles.node("Neg", List.of("sum"), "dead"))
                .addNode(OnnxFiles.node("MatMul", List.of("sum", "out"), "logits"))
                .addOutput(SubGraph.tensor("logits", DataType.FLOAT_VALUE, batch, length, VOCABULARY));
        return OnnxFiles.write(file, OnnxFiles.model(graph));
    }

    /** {@code scores = e · eᵀ}, as wide as the window is long; {@code logits = (scores · e) · out}. */
    static Path singleHead(Path file) throws IOException {
        GraphProto.Builder graph = begin(DataType.INT64_VALUE, -1, -1)
                .addNode(OnnxFiles.node("Transpose", List.of("e"), "columns")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("perm")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addInts(0)
                                .addInts(2)
                                .addInts(1)))
                .addNode(OnnxFiles.node("MatMul", List.of("e", "columns"), "scores"))
                .addNode(OnnxFiles.node("MatMul", List.of("scores", "e"), "mixed"))
                .addNode(OnnxFiles.node("MatMul", List.of("mixed", "out"), "logits"))
                .addOutput(SubGraph.tensor("logits", DataType.FLOAT_VALUE, -1, -1, VOCABULARY));
        return OnnxFiles.write(file, OnnxFiles.model(graph));
    }

    /**
     * {@code sum = e · mask + position}, where the mask's last entries count the past, of which there is none; {@code logits = sum ·
     * out}. The mask is of {@code maskType}.
     */
    static Path withEverything(Path file, int maskType) throws IOException {
        GraphProto.Builder graph = begin(DataType.INT32_VALUE, -1, -1)
                .addInput(SubGraph.tensor("attention_mask", maskType, -1, -1))
                .addInput(SubGraph.tensor("position_ids", DataType.INT64_VALUE, -1, -1))
                .addInput(SubGraph.tensor("token_type_ids", DataType.INT64_VALUE, -1, -1))
                .addInput(SubGraph.tensor("past_key_values.0.key", DataType.FLOAT_VALUE, -1, 1, -1, 2))
                .addInput(SubGraph.tensor("use_cache_branch", DataType.BOOL_VALUE, 1))
                .addNode(cast("attention_mask", "mask"))
                .addNode(cast("position_ids", "places"))
                .addNode(cast("token_type_ids", "types"))
                .addNode(cast("use_cache_branch", "cache"))
                .addNode(OnnxFiles.node("ReduceSum", List.of("past_key_values.0.key"), "past")
                        .addAttribute(OnnxFiles.attribute("keepdims", 0)))
                .addInitializer(OnnxFiles.weight("last", new long[] {1}, 2).toBuilder()
                        .clearFloatData()
                        .setDataType(DataType.INT64_VALUE)
                        .addInt64Data(2))
                .addNode(OnnxFiles.node("Unsqueeze", List.of("mask", "last"), "mask3"))
                .addNode(OnnxFiles.node("Unsqueeze", List.of("places", "last"), "places3"))
                .addNode(OnnxFiles.node("Unsqueeze", List.of("types", "last"), "types3"))
                .addNode(OnnxFiles.node("Mul", List.of("e", "mask3"), "masked"))
                .addNode(OnnxFiles.node("Add", List.of("masked", "places3"), "placed"))
                .addNode(OnnxFiles.node("Add", List.of("placed", "types3"), "typed"))
                .addNode(OnnxFiles.node("Add", List.of("typed", "past"), "remembered"))
                .addNode(OnnxFiles.node("Add", List.of("remembered", "cache"), "sum"))
                .addNode(OnnxFiles.node("MatMul", List.of("sum", "out"), "logits"))
                .addOutput(SubGraph.tensor("logits", DataType.FLOAT_VALUE, -1, -1, VOCABULARY));
        return OnnxFiles.write(file, OnnxFiles.model(graph));
    }

    /** {@code half} is e as another element type, {@code logits = 2 half · out}. */
    static Path half(Path file, int type) throws IOException {
        GraphProto.Builder graph = begin(DataType.INT64_VALUE, -1, -1)
                .addNode(OnnxFiles.node("Cast", List.of("e"), "half").addAttribute(OnnxFiles.attribute("to", type)))
                .addNode(cast("half", "wide"))
                .addNode(OnnxFiles.node("Add", List.of("wide", "wide"), "twice"))
                .addNode(OnnxFiles.node("MatMul", List.of("twice", "out"), "logits"))
                .addOutput(SubGraph.tensor("logits", DataType.FLOAT_VALUE, -1, -1, VOCABULARY));
        return OnnxFiles.write(file, OnnxFiles.model(graph));
    }

    /** {@code sum = e} or {@code −e} in a branch that takes {@code e} from outside. */
    static Path withBranch(Path file) throws IOException {
        GraphProto.Builder then = GraphProto.newBuilder()
                .setName("then")
                .addNode(OnnxFiles.node("Add", List.of("scaled", "scaled"), "a"))
                .addOutput(SubGraph.tensorOfAnyShape("a", DataType.FLOAT_VALUE));
        GraphProto.Builder otherwise = GraphProto.newBuilder()
                .setName("else")
                .addNode(OnnxFiles.node("Neg", List.of("scaled"), "b"))
                .addOutput(SubGraph.tensorOfAnyShape("b", DataType.FLOAT_VALUE));
        GraphProto.Builder graph = begin(DataType.INT64_VALUE, -1, -1)
                .addInitializer(OnnxFiles.weight("yes", new long[0], 1).toBuilder()
                        .clearFloatData()
                        .setDataType(DataType.BOOL_VALUE)
                        .addInt32Data(1))
                .addNode(OnnxFiles.node("Mul", List.of("e", "two"), "scaled"))
                .addNode(OnnxFiles.node("If", List.of("yes"), "sum")
                        .addAttribute(OnnxFiles.branch("then_branch", then))
                        .addAttribute(OnnxFiles.branch("else_branch", otherwise)))
                .addNode(OnnxFiles.node("MatMul", List.of("sum", "out"), "logits"))
                .addOutput(SubGraph.tensor("logits", DataType.FLOAT_VALUE, -1, -1, VOCABULARY));
        return OnnxFiles.write(file, OnnxFiles.model(graph));
    }

    private static onnx.Onnx.NodeProto.Builder cast(String from, String to) {
        return OnnxFiles.node("Cast", List.of(from), to).addAttribute(OnnxFiles.attribute("to", DataType.FLOAT_VALUE));
    }
}
