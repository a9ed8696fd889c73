package io.sae4j.loss;

import io.sae4j.encoder.EncoderGraph;
import io.sae4j.encoder.TrainingCodes;
import io.sae4j.graph.RowMask;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What a loss term sees of the training graph. Rows are those of a batch, or of one micro-batch when the engine splits
 * it; {@link #meanOverRows} and {@link #batchSum} always speak of the whole batch.
 */
public interface LossGraph {
    SameDiff sameDiff();

    /** Input rows {@code [rows, dIn]}, scaled as the recipe says. */
    SDVariable input();

    /** Target rows {@code [rows, dOut]}; the input for an autoencoder. */
    SDVariable target();

    /** The codes, with what the encoder tells about them. */
    TrainingCodes codes();

    /** {@code x̂ [rows, dOut]}. */
    SDVariable reconstruction();

    /** {@code target − x̂ [rows, dOut]}. */
    SDVariable residual();

    /**
     * {@code a·W_dec [rows, dOut]} without {@code b_dec}: a further reconstruction from other codes, which are divided by
     * the decoder norms where the encoder's are scaled by them.
     */
    SDVariable decodeWithoutBias(SDVariable activations);

    /** {@code b_dec [dOut]}. */
    SDVariable decoderBias();

    /** Norms of the decoder rows {@code [dSae]}; differentiable. */
    SDVariable decoderNorms();

    /**
     * The norms that penalties weigh features by, {@code [dSae]}: those of the decoder rows; of a crosscoder the sums of the
     * norms of their parts, {@code Σ_l ‖w_j^l‖}. Differentiable.
     */
    SDVariable penaltyNorms();

    /** 1 for features that count as dead, else 0; {@code [dSae]}, a constant to differentiation. */
    SDVariable deadFeatures();

    /** The number of dead features in this step, a scalar and a constant. */
    SDVariable deadCount();

    /** The number of rows of the whole batch, a scalar and a constant. */
    SDVariable batchRows();

    /** The term's number {@code name} in the step, from its {@link LossTerm#schedule}: a scalar and a constant. */
    SDVariable stepValue(String name);

    /**
     * Has the step report the scalar {@code value} to the term's schedule, under {@code name}. On micro-batches it is made
     * whole as the term's value is: added up, or computed through batch sums.
     *
     * @return {@code value}
     */
    SDVariable report(String name, SDVariable value);

    int dIn();

    int dOut();

    int dSae();

    /**
     * Sum of all entries of {@code value}, {@code [rows]} or {@code [rows, n]}, divided by the number of rows of the
     * whole batch: the mean over rows of their sums.
     */
    SDVariable meanOverRows(SDVariable value);

    /**
     * Sum of all entries of {@code value}, {@code [rows]} or {@code [rows, n]}, over the whole batch; a scalar. For terms
     * that are not sums over rows; see {@link Splitting#THROUGH_BATCH_SUMS}.
     */
    SDVariable batchSum(SDVariable value);

    /** Sum over the rows of the whole batch: {@code [rows, width] → [width]}. See {@link #batchSum}. */
    SDVariable batchSumOfRows(SDVariable value, int width);

    /** See {@link EncoderGraph#hostMask}. */
    SDVariable hostMask(String name, SDVariable input, RowMask function);
}
