package io.sae4j.model;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensors of an SAE by name. Orientation: {@code W_enc [dIn, dSae]}, {@code W_dec [dSae, dOut]},
 * {@code b_enc [dSae]}, {@code b_dec [dOut]}; perhaps {@code W_skip [dOut, dIn]}; further ones belong to the encoder ({@code threshold [dSae]}, …).
 *
 * <p>The arrays are shared, not copied: whoever builds a {@code Weights} gives them away, and whoever reads one must not
 * write to it.
 */
public final class Weights {
    public static final String W_ENC = "W_enc";
    public static final String W_DEC = "W_dec";
    public static final String B_ENC = "b_enc";
    public static final String B_DEC = "b_dec";
    public static final String THRESHOLD = "threshold";
    /** A skip transcoder's linear part {@code [dOut, dIn]}. */
    public static final String W_SKIP = "W_skip";

    private final ImmutableMap<String, INDArray> tensors;

    private Weights(ImmutableMap<String, INDArray> tensors) {
        this.tensors = tensors;
    }

    /**
     * Takes ownership of {@code tensors}.
     *
     * @throws IllegalArgumentException when one of the four common tensors is missing or the shapes do not agree
     */
    public static Weights of(Map<String, INDArray> tensors) {
        Weights weights = new Weights(ImmutableMap.copyOf(tensors));
        weights.checkCommonShapes();
        return weights;
    }

    private void checkCommonShapes() {
        INDArray wEnc = get(W_ENC);
        INDArray wDec = get(W_DEC);
        if (wEnc.rank() != 2 || wDec.rank() != 2) {
            throw new IllegalArgumentException("W_enc and W_dec must have two dimensions, got "
                    + Arrays.toString(wEnc.shape()) + " and " + Arrays.toString(wDec.shape()));
        }
        requireShape(W_DEC, wEnc.size(1), wDec.size(1));
        requireShape(B_ENC, wEnc.size(1));
        requireShape(B_DEC, wDec.size(1));
        if (has(W_SKIP)) {
            requireShape(W_SKIP, wDec.size(1), wEnc.size(0));
        }
    }

    /** Throws unless tensor {@code name} is there and has exactly {@code shape}. */
    public void requireShape(String name, long... shape) {
        long[] actual = get(name).shape();
        if (!Arrays.equals(actual, shape)) {
            throw new IllegalArgumentException("tensor '" + name + "' must have shape " + Arrays.toString(shape)
                    + ", got " + Arrays.toString(actual));
        }
    }

    /** The tensor {@code name}, shared: read it, do not write to it. */
    public INDArray get(String name) {
        INDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor '" + name + "' is missing; there are " + tensors.keySet());
        }
        return tensor;
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** All tensors by name, in a stable order; shared. */
    public Map<String, INDArray> asMap() {
        return tensors;
    }

    /** These weights with some tensors replaced or added; untouched ones are shared. */
    public Weights with(Map<String, INDArray> replacements) {
        Map<String, INDArray> merged = new LinkedHashMap<>(tensors);
        merged.putAll(replacements);
        return of(merged);
    }

    public int dIn() {
        return (int) get(W_ENC).size(0);
    }

    public int dSae() {
        return (int) get(W_ENC).size(1);
    }

    public int dOut() {
        return (int) get(W_DEC).size(1);
    }
}
