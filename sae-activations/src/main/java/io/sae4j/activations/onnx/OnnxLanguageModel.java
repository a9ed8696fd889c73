package io.sae4j.activations.onnx;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Lists;
import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.LanguageModel;
import io.sae4j.activations.model.Logits;
import io.sae4j.activations.model.TokenWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A causal language model in an ONNX file, run by ONNX Runtime ({@code com.microsoft.onnxruntime:onnxruntime}, which users
 * add themselves).
 *
 * <p>Every floating-point tensor {@code [batch, tokens, …]} of the main graph is a hook point, declared as an output or not; one
 * row per token, dimensions after the second in one row. To read some, the model is loaded again with them as outputs and
 * without what they do not need. To edit one, the graph is cut there, so that all that reads the tensor, under whatever name, gets
 * the edited one. The session of the last reading, those of the last edit and that of the whole model stay loaded until
 * another hook is asked for or the model is closed.
 *
 * <p>The model takes token ids (int64 or int32, {@code [batch, tokens]}) and, where it asks for them, an attention mask, position ids,
 * token types and an empty past. Windows of different length are padded at the end; padded rows are dropped and edits never see
 * them. A model with a fixed batch size runs so many windows at a time, and an edit is called for each time.
 * Weights in external files stay where they are. Not thread-safe.
 */
public final class OnnxLanguageModel implements LanguageModel {
    private final OnnxGraph graph;
    private final TokenInputs inputs;
    private final String logits;
    private final OnnxSettings settings;
    private @Nullable List<HookPoint> hooks;
    private @Nullable OutputModel whole;
    private @Nullable OutputModel reader;
    private @Nullable CutModel cut;
    private String cutAt = "";
    private boolean closed;

    private OnnxLanguageModel(OnnxGraph graph, TokenInputs inputs, String logits, OnnxSettings settings) {
        this.graph = graph;
        this.inputs = inputs;
        this.logits = logits;
        this.settings = settings;
    }

    /**
     * Opens a model; its weights are loaded when it first runs.
     *
     * @throws io.sae4j.format.FormatException when the file is not an ONNX model, is damaged, or is not a language model
     * @throws java.io.UncheckedIOException when it cannot be read
     * @throws IllegalStateException when ONNX Runtime is missing
     */
    public static OnnxLanguageModel open(Path path) {
        return open(path, OnnxSettings.defaults());
    }

    /**
     * Like {@link #open(Path)}, with settings.
     *
     * @throws IllegalArgumentException when the model lacks an input or output that they name
     */
    public static OnnxLanguageModel open(Path path, OnnxSettings settings) {
        OrtLibrary.require();
        OnnxGraph graph = OnnxGraph.open(path);
        TokenInputs inputs = TokenInputs.of(graph, settings.tokenInput());
        String logits = ResultRows.logitsName(graph, settings.logitsOutput());
        inputs.requireKnown(List.of(logits));
        return new OnnxLanguageModel(graph, inputs, logits, settings);
    }

    @Override
    public List<HookPoint> hookPoints() {
        if (hooks == null) {
            hooks = HookSearch.of(graph, inputs);
        }
        return hooks;
    }

    @Override
    public Map<String, HookRows> activations(List<TokenWindow> input, Collection<String> hooks) {
        requireUsable(input);
        List<String> names = List.copyOf(hooks);
        names.forEach(this::hookPoint);
        OutputModel session = reader(names);
        Map<String, List<HookRows>> parts = new LinkedHashMap<>();
        names.forEach(name -> parts.put(name, new ArrayList<>()));
        for (List<TokenWindow> some : batches(input)) {
            session.run(inputs, some)
                    .forEach((name, rows) -> parts.getOrDefault(name, List.of()).add(rows));
        }
        Map<String, HookRows> joined = new LinkedHashMap<>();
        parts.forEach((name, rows) -> joined.put(name, WindowRows.join(rows)));
        return joined;
    }

    @Override
    public Logits run(List<TokenWindow> input) {
        requireUsable(input);
        if (whole == null) {
            whole = OutputModel.load(graph, List.of(logits), settings.threads());
        }
        OutputModel session = whole;
        List<HookRows> parts = new ArrayList<>();
        for (List<TokenWindow> some : batches(input)) {
            parts.addAll(session.run(inputs, some).values());
        }
        return new Logits(WindowRows.join(parts));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when there is no such hook point, or the logits do not depend on it
     */
    @Override
    public Logits run(List<TokenWindow> input, String hook, Edit edit) {
        requireUsable(input);
        String tensor = graph.original(hookPoint(hook).name());
        if (tensor.equals(logits)) {
            Logits clean = run(input);
            edit.apply(clean.rows());
            return clean;
        }
        CutModel session = cut(tensor);
        List<HookRows> parts = new ArrayList<>();
        for (List<TokenWindow> some : batches(input)) {
            parts.add(session.run(inputs, some, edit));
        }
        return new Logits(WindowRows.join(parts));
    }

    private OutputModel reader(List<String> names) {
        OutputModel loaded = reader;
        if (loaded == null || !loaded.outputs().equals(names)) {
            if (loaded != null) {
                loaded.close();
                reader = null;
            }
            loaded = OutputModel.load(graph, names, settings.threads());
            reader = loaded;
        }
        return loaded;
    }

    private CutModel cut(String tensor) {
        CutModel loaded = cut;
        if (loaded == null || !cutAt.equals(tensor)) {
            if (loaded != null) {
                loaded.close();
                cut = null;
            }
            loaded = CutModel.at(graph, tensor, logits, settings.threads());
            cut = loaded;
            cutAt = tensor;
        }
        return loaded;
    }

    private void requireUsable(List<TokenWindow> input) {
        if (closed) {
            throw new IllegalStateException("the model was closed");
        }
        checkArgument(!input.isEmpty(), "input must have at least one window");
    }

    private List<List<TokenWindow>> batches(List<TokenWindow> input) {
        return Lists.partition(input, inputs.fixedBatch().orElse(input.size()));
    }

    @Override
    public void close() {
        closed = true;
        if (whole != null) {
            whole.close();
            whole = null;
        }
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (cut != null) {
            cut.close();
            cut = null;
        }
    }
}
