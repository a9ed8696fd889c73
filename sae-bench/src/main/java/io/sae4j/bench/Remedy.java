package io.sae4j.bench;

import io.sae4j.Losses;
import io.sae4j.Recipe;
import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.encoder.Encoder;
import io.sae4j.train.DecoderBiasInit;
import io.sae4j.train.Resampling;
import io.sae4j.train.Start;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What keeps features alive, each alone; the strengths are the defaults. */
enum Remedy {
    /** AuxK left out, and nothing in its place. */
    NONE,
    /** AuxK of rectified scores. */
    AUXK,
    /** AuxK of scores with their sign. */
    AUXK_SIGNED,
    RESAMPLING,
    GHOST,
    /** For encoders with thresholds. */
    PRE_ACTIVATION,
    /** The encoder is drawn apart from the decoder. */
    UNTIED,
    /** {@code b_dec} starts at 0. */
    UNCENTRED;

    private static final double PRE_ACTIVATION_WEIGHT = 0.01;

    /** Adds the remedy, and the encoder's usual penalty, to a run of {@code steps} steps. */
    void addTo(SparseAutoencoderBuilder builder, Encoder encoder, double silentShare, long steps) {
        Start start = Start.DEFAULT.silentShare(silentShare);
        builder.start(this == UNTIED ? start.encoder(Start.EncoderStart.INDEPENDENT) : start);
        Recipe.losses(encoder, false, OptionalDouble.empty(), false, OptionalLong.of(steps))
                .forEach(builder::loss);
        switch (this) {
            case AUXK -> builder.loss(Losses.auxK());
            case AUXK_SIGNED -> builder.loss(Losses.auxKSigned(Recipe.AUXK));
            case GHOST -> builder.auxK(0).loss(Losses.ghostGradients());
            case PRE_ACTIVATION -> builder.auxK(0).loss(Losses.preActivation(PRE_ACTIVATION_WEIGHT));
            case RESAMPLING -> builder.auxK(0).resampling(Resampling.DEFAULT);
            case UNCENTRED -> builder.auxK(0).decoderBiasInit(DecoderBiasInit.ZERO);
            default -> builder.auxK(0);
        }
    }
}
