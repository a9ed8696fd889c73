package io.sae4j.format.saelens;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A family of SAEs as files have it.
 *
 * @param name of its autoencoders
 * @param encoder the encoder's name in {@link io.sae4j.model.EncoderSpec}
 * @param use what its files are for
 * @param forms that it has
 * @param keys settings of the encoder in {@code cfg.json}
 * @param tensors without {@code W_skip}, which belongs to the form
 */
record Architecture(
        String name, String encoder, Use use, Set<Form> forms, List<ConfigKey> keys, List<FileTensor> tensors) {
    enum Use {
        /** Read and written. */
        INFERENCE,
        /** Read, as the SAE for inference that SAELens makes of it; never written. */
        TRAINING,
        /** A user's own encoder: settings and further tensors are told by {@code sae4j.json}. */
        CUSTOM
    }

    private static final List<FileTensor> COMMON =
            List.of(FileTensor.W_ENC, FileTensor.W_DEC, FileTensor.B_ENC, FileTensor.B_DEC);

    /** An SAE with weights of its own for encoding, in all forms. */
    static Architecture inference(String name, String encoder, List<ConfigKey> keys, FileTensor... extra) {
        return new Architecture(name, encoder, Use.INFERENCE, EnumSet.allOf(Form.class), keys, common(extra));
    }

    /** An SAE whose gate has the bias that is {@code b_enc} here, and whose magnitudes have a scale and a bias of their own. */
    static Architecture gated(String name, String encoder) {
        return new Architecture(
                name,
                encoder,
                Use.INFERENCE,
                EnumSet.allOf(Form.class),
                List.of(),
                List.of(
                        FileTensor.W_ENC,
                        FileTensor.W_DEC,
                        FileTensor.B_GATE,
                        FileTensor.B_DEC,
                        FileTensor.B_MAG,
                        FileTensor.R_MAG));
    }

    /** An SAE without weights of its own for encoding: it takes the decoder's. */
    static Architecture tied(String name, String encoder, List<ConfigKey> keys) {
        return new Architecture(
                name,
                encoder,
                Use.INFERENCE,
                EnumSet.of(Form.AUTOENCODER, Form.CROSSCODER),
                keys,
                List.of(FileTensor.W_DEC, FileTensor.B_DEC));
    }

    static Architecture training(String name, String encoder, List<ConfigKey> keys, FileTensor... extra) {
        return new Architecture(name, encoder, Use.TRAINING, EnumSet.of(Form.AUTOENCODER), keys, common(extra));
    }

    static Architecture custom(String encoder) {
        return new Architecture(encoder, encoder, Use.CUSTOM, EnumSet.allOf(Form.class), List.of(), COMMON);
    }

    private static List<FileTensor> common(FileTensor... extra) {
        return Stream.concat(COMMON.stream(), Stream.of(extra)).toList();
    }

    /** Whether files hold {@code W_enc}. */
    boolean encodesByItself() {
        return tensors.contains(FileTensor.W_ENC);
    }
}
