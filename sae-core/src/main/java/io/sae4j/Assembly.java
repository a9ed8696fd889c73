package io.sae4j;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.ActivationSources;
import io.sae4j.data.RowSample;
import io.sae4j.encoder.Encoder;
import io.sae4j.eval.Evaluation;
import io.sae4j.eval.Evaluator;
import io.sae4j.format.LibraryVersion;
import io.sae4j.inference.Codec;
import io.sae4j.inference.Folding;
import io.sae4j.model.Provenance;
import io.sae4j.model.RowPart;
import io.sae4j.model.RowScales;
import io.sae4j.nd.HostArrays;
import io.sae4j.train.Initialization;
import io.sae4j.train.ThresholdAverage;
import io.sae4j.train.TrainedSae;
import io.sae4j.train.TrainingConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts together the SAE that a run, or none, leaves behind. */
final class Assembly {
    private Assembly() {}

    /** Measures the trained SAE on the run's sample of its source. */
    static SparseAutoencoder trained(RecipeOptions options, TrainedSae result) {
        TrainingConfig config = result.config();
        Codec codec = codec(result.model(), config.encoder(), options);
        Evaluation evaluation = Evaluator.evaluate(codec, rows(result.sample()));
        Map<String, Double> finite = new TreeMap<>(evaluation.metrics().asMap());
        finite.values().removeIf(value -> !Double.isFinite(value));
        result.steeredCoefficients().forEach((term, weight) -> finite.put("coefficient_" + term, weight));
        Provenance provenance = new Provenance(
                LibraryVersion.get(),
                "trained",
                config.describe(),
                config.seed(),
                result.sourceRows().orElse(result.rows()),
                result.steps(),
                finite);
        return new SparseAutoencoder(codec, provenance, evaluation.featureDensity());
    }

    static SparseAutoencoder untrained(RecipeOptions options, int width) {
        boolean ownTargets = options.skipConnection;
        TrainingConfig config = options.config(width, width, ownTargets, OptionalLong.empty(), true);
        Map<String, INDArray> parameters =
                Initialization.parameters(config, width, width, ownTargets, new float[width]);
        List<RowPart> parts = config.partWidths().isEmpty()
                ? List.of(new RowPart(width, 1.0))
                : config.partWidths().stream()
                        .map(columns -> new RowPart(columns, 1.0))
                        .toList();
        Folding.Folded folded = Folding.fold(
                config.encoder(),
                ThresholdAverage.untrained(config.encoder()).addTo(parameters, config.dSae()),
                new Folding.Rows(new RowScales(parts, parts), ownTargets, config.applyBDecToInput()),
                Map.of());
        Provenance provenance =
                new Provenance(LibraryVersion.get(), "untrained", config.describe(), config.seed(), 0, 0, Map.of());
        return new SparseAutoencoder(codec(folded, config.encoder(), options), provenance, null);
    }

    private static Codec codec(Folding.Folded folded, Encoder encoder, RecipeOptions options) {
        return new Codec(folded.config().withMetadata(options.metadata), encoder, folded.weights());
    }

    private static ActivationSource rows(RowSample sample) {
        INDArray input = HostArrays.create(sample.input(), sample.rows(), sample.inputWidth());
        if (sample.input() == sample.target()) {
            return ActivationSources.of(input);
        }
        return ActivationSources.paired(input, HostArrays.create(sample.target(), sample.rows(), sample.targetWidth()));
    }
}
