package io.sae4j.eval;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.FiniteCheck;
import io.sae4j.data.RowReader;
import io.sae4j.inference.Codec;
import io.sae4j.model.SaeConfig;

/** Measures a trained SAE on the rows of a source. */
public final class Evaluator {
    private Evaluator() {}

    /**
     * Encodes and decodes all rows in one sequential pass, which uses up a one-shot source. Reconstructions are
     * compared with the source's targets: the input rows themselves unless it has targets of its own. Memory does not
     * grow with the number of rows.
     *
     * @throws IllegalArgumentException when the source's widths are not the SAE's, when it has no rows, or when a row
     *     holds NaN or an infinity
     * @throws IllegalStateException when the source can be read only once and was read before
     */
    public static Evaluation evaluate(Codec codec, ActivationSource source) {
        SaeConfig config = codec.config();
        checkWidth("source rows have", source.inputWidth(), config.dIn());
        checkWidth("source targets have", source.targetWidth(), config.dOut());
        checkArgument(
                !config.ownTargets() || source.hasOwnTargets(),
                "the SAE is a transcoder, whose targets are rows of their own; the source has inputs only: pair them, see"
                        + " ActivationSources.paired");
        int blockRows = codec.blockRows();
        Batch batch = Batch.forSource(source, blockRows);
        float[] codes = new float[blockRows * config.dSae()];
        float[] reconstruction = new float[blockRows * config.dOut()];
        MetricsAccumulator accumulator = new MetricsAccumulator(config.dOut(), config.dSae());
        try (RowReader reader = source.sequential()) {
            while (reader.read(batch) > 0) {
                FiniteCheck.require(batch);
                codec.encodeBlock(batch.input(), 0, batch.rows(), codes);
                codec.decodeBlock(codes, batch.input(), 0, batch.rows(), reconstruction);
                accumulator.add(batch.target(), reconstruction, codes, batch.rows());
                batch.clear();
            }
        }
        checkArgument(accumulator.rows() > 0, "activations are empty: the source has no rows to evaluate on");
        return accumulator.result();
    }

    private static void checkWidth(String what, int width, int trained) {
        checkArgument(width == trained, "%s width %s, but the SAE was trained on %s", what, width, trained);
    }
}
