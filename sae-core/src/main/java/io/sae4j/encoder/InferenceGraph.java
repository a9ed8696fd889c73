package io.sae4j.encoder;

import io.sae4j.graph.BatchMask;
import io.sae4j.graph.HostMask;
import io.sae4j.graph.RowMask;
import io.sae4j.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** A graph that holds nothing but an encoder: pre-activations in, codes out. */
final class InferenceGraph implements EncoderGraph {
    static final String PRE_ACTIVATIONS = "pre_activations";

    private final SameDiff sd = SameDiff.create();
    private final int dSae;
    private final int dOut;
    private final SDVariable preActivations;
    private final Map<String, SDVariable> tensors = new LinkedHashMap<>();
    private final Map<String, HostMask> masks = new LinkedHashMap<>();
    private final String codes;

    InferenceGraph(Encoder encoder, int dSae, int dOut) {
        this.dSae = dSae;
        this.dOut = dOut;
        preActivations = sd.placeHolder(PRE_ACTIVATIONS, DataType.FLOAT, -1, dSae);
        for (EncoderParameter parameter : encoder.parameters(dSae)) {
            tensors.put(parameter.name(), sd.placeHolder(parameter.name(), DataType.FLOAT, parameter.shape()));
        }
        codes = encoder.build(this).activations().name();
    }

    String codes() {
        return codes;
    }

    Map<String, HostMask> masks() {
        return masks;
    }

    /** The weights that must be bound, by name. */
    Set<String> boundTensors() {
        return tensors.keySet();
    }

    @Override
    public SameDiff sameDiff() {
        return sd;
    }

    @Override
    public SDVariable preActivations() {
        return preActivations;
    }

    @Override
    public SDVariable products() {
        return preActivations.sub(parameter(Weights.B_ENC));
    }

    @Override
    public SDVariable parameter(String name) {
        if (name.equals(Weights.B_ENC)) {
            return tensors.computeIfAbsent(name, bias -> sd.placeHolder(bias, DataType.FLOAT, dSae));
        }
        SDVariable parameter = tensors.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException(
                    "no parameter '" + name + "' is declared; there are " + tensors.keySet());
        }
        return parameter;
    }

    @Override
    public SDVariable decoderNorms() {
        SDVariable decoder =
                tensors.computeIfAbsent(Weights.W_DEC, name -> sd.placeHolder(name, DataType.FLOAT, dSae, dOut));
        return decoder.norm2(1);
    }

    @Override
    public DoubleSupplier widening() {
        return () -> 1.0;
    }

    @Override
    public SDVariable hostMask(String name, SDVariable input, RowMask function) {
        return mask(HostMask.ofRows(name, input.name(), function));
    }

    @Override
    public SDVariable batchMask(String name, SDVariable input, BatchMask function) {
        return mask(new HostMask(name, input.name(), function));
    }

    private SDVariable mask(HostMask mask) {
        masks.put(mask.placeholder(), mask);
        return sd.placeHolder(mask.placeholder(), DataType.FLOAT, -1, dSae);
    }
}
