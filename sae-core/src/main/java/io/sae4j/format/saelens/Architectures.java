package io.sae4j.format.saelens;

import io.sae4j.format.saelens.ConfigKey.Kind;
import io.sae4j.format.saelens.FileTensor.Axis;
import io.sae4j.model.Weights;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The architectures that files can name. A new one is a row here. */
final class Architectures {
    static final String K = "k";
    static final String RESCALE = "rescaleByDecoderNorm";
    static final String RESIDUAL_THRESHOLD = "residualThreshold";
    /** Scalar: the average that BatchTopK's training form keeps. */
    static final String AVERAGED_THRESHOLD = "topk_threshold";

    private static final String JUMPRELU = "jumprelu";
    private static final String RESCALE_KEY = "rescale_acts_by_decoder_norm";
    private static final double DEFAULT_RESIDUAL_THRESHOLD = 0.01;

    /** SAELens's default has changed for BatchTopK; what is not said there is not guessed. */
    private static final ConfigKey MUST_SAY_RESCALE = new ConfigKey(RESCALE_KEY, RESCALE, Kind.FLAG, null);

    private static final FileTensor AVERAGE = FileTensor.scaled(AVERAGED_THRESHOLD);

    static final Architecture STANDARD = Architecture.inference("standard", "relu", List.of());

    private static final List<Architecture> ALL = List.of(
            STANDARD,
            Architecture.inference(
                    "topk",
                    "topk",
                    List.of(
                            new ConfigKey("k", K, Kind.POSITIVE_INTEGER, null),
                            new ConfigKey(RESCALE_KEY, RESCALE, Kind.FLAG, false))),
            Architecture.inference(JUMPRELU, JUMPRELU, List.of(), FileTensor.scaled(Weights.THRESHOLD, Axis.D_SAE)),
            Architecture.gated("gated", "gated"),
            Architecture.tied(
                    "matching_pursuit",
                    "matching_pursuit",
                    List.of(
                            new ConfigKey("max_iterations", "maxIterations", Kind.LIMIT, 0),
                            new ConfigKey(
                                    "residual_threshold", RESIDUAL_THRESHOLD, Kind.NUMBER, DEFAULT_RESIDUAL_THRESHOLD),
                            new ConfigKey("stop_on_duplicate_support", "stopOnDuplicateSupport", Kind.FLAG, true))),
            Architecture.training("batchtopk", JUMPRELU, List.of(MUST_SAY_RESCALE), AVERAGE),
            Architecture.training("matryoshka_batchtopk", JUMPRELU, List.of(MUST_SAY_RESCALE), AVERAGE));

    private Architectures() {}

    /** The architecture and form that a file calls {@code name}. */
    static Optional<ArchitectureName> named(String name) {
        return names().filter(known -> known.text().equals(name)).findFirst();
    }

    /** The architecture under which SAEs of an encoder of this library are saved. */
    static Optional<Architecture> ofEncoder(String encoder) {
        return ALL.stream()
                .filter(known -> known.use() == Architecture.Use.INFERENCE)
                .filter(known -> known.encoder().equals(encoder))
                .findFirst();
    }

    /** All names that can be read without a file of ours beside, for messages. */
    static String known() {
        return names().filter(name -> name.form() != Form.CROSSCODER)
                .map(ArchitectureName::text)
                .collect(Collectors.joining(", "));
    }

    private static Stream<ArchitectureName> names() {
        return ALL.stream()
                .flatMap(known -> Stream.of(Form.values())
                        .filter(known.forms()::contains)
                        .map(form -> new ArchitectureName(known, form)));
    }
}
