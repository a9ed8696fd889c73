package io.sae4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.data.SyntheticFeatures;
import io.sae4j.encoder.Encoder;
import io.sae4j.loss.Loss;
import io.sae4j.train.Resampling;
import io.sae4j.train.Start;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs in which three tenths of the features are dead from the start: each remedy alone brings them back. */
class RemediesTest {
    private static final int STEPS = 1500;
    private static final int BATCH = 128;
    private static final int FEATURES = 64;
    private static final double SILENT = 0.3;
    /** Of 64 features; on such small data some that are awake die as well. */
    private static final double FEW = 0.1;

    private static final double MOST_OF_THEM = 0.25;

    private static UnaryOperator<SparseAutoencoderBuilder> only(Loss loss) {
        return builder -> builder.auxK(0).loss(loss);
    }

    static Stream<Arguments> remedies() {
        Encoder topK = Encoders.topK(4);
        UnaryOperator<SparseAutoencoderBuilder> auxK = builder -> builder.loss(Losses.auxKSigned(Recipe.AUXK));
        UnaryOperator<SparseAutoencoderBuilder> resampling =
                builder -> builder.auxK(0).resampling(Resampling.DEFAULT);
        return Stream.of(
                Arguments.of("signed AuxK", topK, auxK),
                Arguments.of("signed AuxK", Encoders.relu(), auxK),
                Arguments.of("resampling", topK, resampling),
                Arguments.of("resampling", Encoders.relu(), resampling),
                Arguments.of("ghost gradients", topK, only(Losses.ghostGradients())),
                Arguments.of("ghost gradients", Encoders.relu(), only(Losses.ghostGradients())),
                Arguments.of("pre-activation loss", Encoders.jumpRelu(), only(Losses.preActivation(0.01))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("remedies")
    void eachBringsFeaturesBack(String name, Encoder encoder, UnaryOperator<SparseAutoencoderBuilder> remedy) {
        assertThat(deadAtTheEnd(encoder, remedy)).isLessThan(FEW);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void withoutOneTheyStayDead(Encoder encoder) {
        assertThat(deadAtTheEnd(encoder, builder -> builder.auxK(0))).isGreaterThan(MOST_OF_THEM);
    }

    static Stream<Encoder> encoders() {
        return Stream.of(Encoders.topK(4), Encoders.relu(), Encoders.jumpRelu());
    }

    @Test
    void whileNothingIsDeadResamplingChangesNothing() {
        SparseAutoencoder without = run(Encoders.topK(4), 0, builder -> builder.deadAfter(Long.MAX_VALUE));
        SparseAutoencoder with = run(
                Encoders.topK(4),
                0,
                builder -> builder.deadAfter(Long.MAX_VALUE).resampling(Resampling.every(2)));
        assertThat(Runs.bits(with)).containsExactly(Runs.bits(without));
    }

    private static double deadAtTheEnd(Encoder encoder, UnaryOperator<SparseAutoencoderBuilder> remedy) {
        double[] dead = {Double.NaN};
        run(encoder, SILENT, builder -> remedy.apply(builder).listener(progress -> dead[0] = progress.deadFraction()));
        return dead[0];
    }

    /** 64 known features in 16 dimensions, three of them on a row. */
    private static SyntheticFeatures rows() {
        return SyntheticFeatures.builder()
                .width(16)
                .features(FEATURES)
                .probabilities(0.07, 0.3)
                .build();
    }

    private static SparseAutoencoder run(
            Encoder encoder, double silent, UnaryOperator<SparseAutoencoderBuilder> options) {
        SparseAutoencoderBuilder builder = SparseAutoencoder.builder()
                .hiddenDim(FEATURES)
                .encoder(encoder)
                .steps(STEPS)
                .batchSize(BATCH)
                .start(Start.DEFAULT.silentShare(silent));
        List<Loss> penalty = Recipe.losses(encoder, false, OptionalDouble.empty(), false, OptionalLong.of(STEPS));
        penalty.forEach(builder::loss);
        return options.apply(builder).fit(rows());
    }
}
