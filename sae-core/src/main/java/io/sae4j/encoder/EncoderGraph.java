package io.sae4j.encoder;

import io.sae4j.graph.BatchMask;
import io.sae4j.graph.RowMask;
import java.util.function.DoubleSupplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What an encoder sees of the training graph while it adds its own part. */
public interface EncoderGraph {
    SameDiff sameDiff();

    /** Pre-activations {@code [rows, dSae]}. */
    SDVariable preActivations();

    /** The pre-activations without their bias {@code b_enc}: {@code (x − b_dec)·W_enc [rows, dSae]}. */
    SDVariable products();

    /** {@code b_enc}, or the encoder's own parameter {@code name}, as declared by {@link Encoder#parameters}. */
    SDVariable parameter(String name);

    /** Norms of the decoder rows, {@code [dSae]}; differentiable. */
    SDVariable decoderNorms();

    /**
     * The factor by which an encoder that selects a fixed number of features widens its selection in the step that runs;
     * 1 outside of training. Ask it when the mask is filled, not when the graph is built.
     */
    DoubleSupplier widening();

    /**
     * A mask of {@code input}'s shape that {@code function} computes on the host from {@code input}'s value whenever the
     * graph runs. It is a constant to differentiation. For what SameDiff cannot express well, such as selecting the k
     * largest entries of a row.
     */
    SDVariable hostMask(String name, SDVariable input, RowMask function);

    /**
     * A {@link #hostMask} for a selection over the whole batch, by an encoder that
     * {@linkplain Encoder#needsWholeBatch needs it whole}.
     */
    SDVariable batchMask(String name, SDVariable input, BatchMask function);
}
