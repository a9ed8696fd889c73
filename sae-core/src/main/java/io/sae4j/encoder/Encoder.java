package io.sae4j.encoder;

import io.sae4j.model.EncoderSpec;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How codes are made from pre-activations {@code z = (x − b_dec)·W_enc + b_enc}, {@code [rows, dSae]}.
 *
 * <p>The training form is a SameDiff graph, differentiated automatically; the inference form works on plain rows, and is the same graph unless the encoder
 * brings a faster one. The
 * short way to a parameterless encoder of one's own is {@code io.sae4j.Encoders.of(name, (sd, pre) -> …)}; implement this
 * interface for one with learned parameters. Implementations are immutable and thread-safe.
 */
public interface Encoder {
    /** Name and settings, as saved with the weights; {@code Encoders} must be able to make the encoder from it again. */
    EncoderSpec spec();

    /** Name as in {@link #spec()}. */
    default String name() {
        return spec().name();
    }

    /**
     * The learned parameters beyond {@code W_enc} and {@code b_enc}, for an SAE of {@code dSae} features.
     */
    default List<EncoderParameter> parameters(int dSae) {
        return List.of();
    }

    /** The pre-activation above which a feature fires at the start, where it does not depend on other features; else 0. */
    default double initialThreshold() {
        return 0;
    }

    /** Refuses an architecture that this encoder cannot serve, k greater than dSae for example. */
    default void checkWidths(int dIn, int dSae) {}

    /** Whether a row's code depends on other rows of the batch, so that a batch must not be split. */
    default boolean needsWholeBatch() {
        return false;
    }

    /**
     * Whether inference tells features that fire by a threshold which is the running average of the smallest code of each
     * step, as BatchTopK does. Engines then report that code, and {@link #inferenceParameters} is given the average as the
     * tensor {@code threshold [dSae]} beside the trained parameters, 0 before the first step.
     */
    default boolean learnsThresholdByAverage() {
        return false;
    }

    /** Adds the training form to the graph and returns its codes. */
    TrainingCodes build(EncoderGraph graph);

    /**
     * Parameters in the form in which they are saved and used for inference, from those that were trained: JumpReLU's
     * {@code log_threshold} becomes {@code threshold}, say. Keys are tensor names.
     */
    default Map<String, INDArray> inferenceParameters(Map<String, INDArray> trained) {
        return trained;
    }

    /** The encoder in inference form, if it differs in name or settings from the trained one. */
    default EncoderSpec inferenceSpec() {
        return spec();
    }

    /**
     * The inference parameters for pre-activations {@code factor} times as large, such that codes are {@code factor} times
     * as large too: a threshold is multiplied by {@code factor}. Only asked of {@linkplain #isHomogeneous() homogeneous}
     * encoders.
     *
     * @param parameters all tensors of the SAE
     * @param factor a scalar for all features, or {@code [dSae]}
     * @return new arrays for those that change
     */
    default Map<String, INDArray> scaleInferenceParameters(Map<String, INDArray> parameters, INDArray factor) {
        return Map.of();
    }

    /**
     * The inference parameters once the norms of the decoder rows have moved into {@code W_enc} and {@code b_enc}: scaled as
     * pre-activations are, unless they are thresholds of scores that were scaled by the norms all along. Only asked of
     * encoders that {@linkplain #foldsDecoderNorms fold} the norms.
     *
     * @param parameters all tensors of the SAE
     * @param norms {@code [dSae]}
     * @return new arrays for those that change
     */
    default Map<String, INDArray> foldDecoderNorms(Map<String, INDArray> parameters, INDArray norms) {
        return scaleInferenceParameters(parameters, norms);
    }

    /**
     * Whether scaling pre-activations by {@code c > 0}, and the inference parameters by
     * {@link #scaleInferenceParameters}, scales codes by {@code c}. Then input scales fold into the weights; otherwise the
     * scale is kept beside them.
     */
    default boolean isHomogeneous() {
        return false;
    }

    /**
     * Whether factors of single features can move from the decoder rows to the encoder: true where each feature fires by
     * its own pre-activation, or by one that is scaled by the decoder norms already. For a ranking of plain
     * pre-activations it would change what is selected.
     */
    default boolean foldsDecoderNorms() {
        return false;
    }

    /**
     * Whether it encodes with {@code W_dec} and {@code b_dec} alone, {@code W_enc} and {@code b_enc} unused. Such an encoder takes the
     * decoder of an SAE that was trained with another one, and is not trained itself.
     */
    default boolean encodesWithDecoder() {
        return false;
    }

    /**
     * Whether in the inference form each feature fires by its own pre-activation alone, so that scaling that of one feature, and
     * its parameters by {@link #scaleInferenceParameters}, scales its code and changes no other. Not so for a ranking. Then a
     * crosscoder whose parts have different scales gets decoder rows of unit length.
     */
    default boolean firesByFeature() {
        return false;
    }

    /**
     * The inference form from rows to codes; by default pre-activations {@code x·W_enc + b_enc}, of which {@link #activation} makes
     * codes. To be replaced by encoders that do not begin with pre-activations.
     *
     * @param config the architecture; {@code weights} hold its tensors in inference form
     * @return thread-safe; keeps what it needs of {@code weights}
     */
    default RowEncoder rowEncoder(SaeConfig config, Weights weights) {
        return new AffineRowEncoder(weights, activation(config, weights));
    }

    /**
     * The inference form for the given weights; by default the training graph, run without gradients.
     *
     * @param config the architecture; {@code weights} hold its tensors in inference form
     * @return thread-safe; keeps what it needs of {@code weights}
     */
    default Activation activation(SaeConfig config, Weights weights) {
        return new GraphActivation(this, config, weights);
    }
}
