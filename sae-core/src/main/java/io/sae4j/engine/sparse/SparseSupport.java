package io.sae4j.engine.sparse;

import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.ReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.L0Quadratic;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Lp;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.loss.PAnnealed;
import io.sae4j.loss.PreActivation;
import io.sae4j.product.ProductLibraries;
import java.util.Optional;

/** What the fused engine can train. */
public final class SparseSupport {
    private SparseSupport() {}

    /** Why the fused engine cannot train {@code spec} on this machine, as the end of a sentence; empty when it can. */
    public static Optional<String> obstacle(ObjectiveSpec spec) {
        Optional<String> objective = obstacleOf(spec);
        if (objective.isPresent()) {
            return objective;
        }
        return ProductLibraries.best().isPresent()
                ? Optional.empty()
                : Optional.of("no library for its products runs here");
    }

    private static Optional<String> obstacleOf(ObjectiveSpec spec) {
        if (!supports(spec.encoder())) {
            return Optional.of("it does not know the encoder '" + spec.encoder().name() + "'");
        }
        if (!spec.partWidths().isEmpty() && ranksByNorms(spec.encoder())) {
            return Optional.of("a crosscoder's penalties know norms of parts, the encoder those of whole rows");
        }
        for (Loss loss : spec.losses()) {
            if (!supports(loss.term())) {
                return Optional.of("it does not know the loss '" + loss.name() + "'");
            }
            boolean needsThresholds = loss.term() instanceof L0Step
                    || loss.term() instanceof L0Quadratic
                    || loss.term() instanceof PreActivation;
            if (needsThresholds && !(spec.encoder() instanceof JumpReluEncoder)) {
                return Optional.of("the loss '" + loss.name() + "' needs learned thresholds");
            }
        }
        return Optional.empty();
    }

    private static boolean supports(Encoder encoder) {
        return encoder instanceof ReluEncoder
                || encoder instanceof TopKEncoder
                || encoder instanceof BatchTopKEncoder
                || encoder instanceof JumpReluEncoder;
    }

    private static boolean ranksByNorms(Encoder encoder) {
        return (encoder instanceof TopKEncoder topK && topK.rescaleByDecoderNorm())
                || (encoder instanceof BatchTopKEncoder batch && batch.rescaleByDecoderNorm());
    }

    private static boolean supports(LossTerm term) {
        return term instanceof L1
                || term instanceof Lp
                || term instanceof PAnnealed
                || term instanceof L0Step
                || term instanceof L0Quadratic
                || term instanceof L0Tanh
                || term instanceof PreActivation
                || term instanceof NestedReconstruction
                || term instanceof AuxK;
    }
}
