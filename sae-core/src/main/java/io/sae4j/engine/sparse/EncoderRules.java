package io.sae4j.engine.sparse;

import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.ObjectiveSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder contributes to the passes.
 *
 * @param selection how its codes are chosen
 * @param scores what AuxK ranks dead features by
 * @param thresholds at which its features fire
 */
record EncoderRules(Selection selection, Scores scores, Thresholds thresholds) {
    /**
     * Blocks with more codes than this share of their rows times all features are computed as dense products. At d = 768 a
     * code costs some 300 ns of a core in the sparse passes, an entry of the four dense products 55, so that speed alone
     * would say 0.18; a third of it keeps the memory of the codes below that of half a dense batch.
     */
    static final double DENSE_SHARE = 1.0 / 16;

    static EncoderRules of(ObjectiveSpec spec, SaeState state, int blockRows) {
        Encoder encoder = spec.encoder();
        if (encoder instanceof TopKEncoder topK) {
            Scores scores = new Scores(state, topK.rescaleByDecoderNorm());
            return new EncoderRules(
                    new RankingSelection(state, scores, topK.k()), scores, Thresholds.zero(spec.dSae()));
        }
        if (encoder instanceof BatchTopKEncoder batchTopK) {
            Scores scores = new Scores(state, batchTopK.rescaleByDecoderNorm());
            return new EncoderRules(
                    new BatchRankingSelection(state, scores, batchTopK.k(), blockRows),
                    scores,
                    Thresholds.zero(spec.dSae()));
        }
        Thresholds thresholds = encoder instanceof JumpReluEncoder jumpRelu
                ? Thresholds.learned(Objects.requireNonNull(state.threshold), jumpRelu)
                : Thresholds.zero(spec.dSae());
        Scores scores = new Scores(state, false);
        return new EncoderRules(new ThresholdSelection(state, scores, thresholds, DENSE_SHARE), scores, thresholds);
    }

    /** The name of the encoder's own parameter, or null where it has none. */
    static @Nullable String thresholdName(Encoder encoder) {
        return encoder.parameters(1).isEmpty()
                ? null
                : encoder.parameters(1).get(0).name();
    }
}
