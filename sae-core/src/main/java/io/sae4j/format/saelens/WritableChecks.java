package io.sae4j.format.saelens;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FiniteTensors;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What SAELens's form cannot hold is not written, so that no file says less than the SAE that was saved. */
final class WritableChecks {
    private WritableChecks() {}

    /** @throws IllegalArgumentException when an SAE cannot be saved as {@code name} */
    static void require(ArchitectureName name, SaeConfig config, Weights weights) {
        checkArgument(
                weights.dIn() == config.dIn() && weights.dSae() == config.dSae() && weights.dOut() == config.dOut(),
                "weights are [dIn %s, dSae %s, dOut %s] but the configuration says [%s, %s, %s]",
                weights.dIn(),
                weights.dSae(),
                weights.dOut(),
                config.dIn(),
                config.dSae(),
                config.dOut());
        weights.asMap()
                .forEach((tensor, values) -> checkArgument(
                        FiniteTensors.firstBad(values) < 0, "tensor '%s' holds values that are not finite", tensor));
        if (name.architecture().use() != Architecture.Use.CUSTOM) {
            checkArgument(
                    config.encoderInputScale() == 1.0,
                    "the input scale of encoder '%s' must be folded into its weights, got %s",
                    config.encoder().name(),
                    config.encoderInputScale());
        }
        if (name.architecture().keys().stream().anyMatch(key -> key.setting().equals(Architectures.RESCALE))) {
            checkArgument(
                    !config.encoder().booleanOr(Architectures.RESCALE, false)
                            || WeightFolds.hasUnitRows(weights.get(Weights.W_DEC)),
                    "with %s the rows of W_dec must have unit length; fold their norms into W_enc and b_enc",
                    Architectures.RESCALE);
        }
        if (!name.architecture().encodesByItself()) {
            checkArgument(
                    config.applyBDecToInput() || isZero(weights.get(Weights.B_DEC)),
                    "architecture '%s' without apply_b_dec_to_input has no b_dec",
                    name.text());
        }
    }

    private static boolean isZero(INDArray tensor) {
        return tensor.amaxNumber().doubleValue() == 0;
    }
}
