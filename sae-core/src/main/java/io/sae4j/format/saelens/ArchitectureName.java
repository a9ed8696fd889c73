package io.sae4j.format.saelens;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FormatException;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value of the key {@code architecture}: a family and a form. SAELens knows {@code transcoder}, {@code skip_transcoder} and both after
 * {@code jumprelu_}; other families' names are made in the same way, so that SAELens refuses by name what it would misread.
 */
record ArchitectureName(Architecture architecture, Form form) {
    /** As files have it. */
    String text() {
        if (form == Form.AUTOENCODER) {
            return architecture.name();
        }
        return architecture.equals(Architectures.STANDARD) ? form.suffix() : architecture.name() + "_" + form.suffix();
    }

    /** All tensors of its files, but those that only {@code sae4j.json} names. */
    Stream<FileTensor> tensors() {
        Stream.Builder<FileTensor> skip = Stream.builder();
        if (form == Form.SKIP_TRANSCODER) {
            skip.add(FileTensor.W_SKIP);
        }
        return Stream.concat(architecture.tensors().stream(), skip.build());
    }

    /**
     * What {@code text} stands for.
     *
     * @param widthsDiffer whether the configuration has two widths
     * @throws FormatException when it is unknown, or contradicts {@code ours}
     */
    static ArchitectureName read(String text, boolean widthsDiffer, @Nullable Sae4jFile ours, Path file) {
        Optional<ArchitectureName> known = Architectures.named(text);
        if (ours == null) {
            return known.filter(name -> name.form() != Form.CROSSCODER)
                    .orElseThrow(() -> new FormatException(
                            file,
                            "architecture '" + text + "' is unknown; known are " + Architectures.known()
                                    + ", and others only with the " + Sae4jFile.NAME + " they were saved with"));
        }
        String encoder = ours.encoder().name();
        return known.or(() -> custom(text, encoder, widthsDiffer))
                .filter(name -> name.architecture().encoder().equals(encoder))
                .filter(name -> name.architecture().use() != Architecture.Use.TRAINING)
                .orElseThrow(() -> new FormatException(
                        file,
                        "architecture is '" + text + "' but " + Sae4jFile.NAME + " beside it is of the encoder '"
                                + encoder + "'; delete it if another program wrote this configuration"));
    }

    /** First versions of this library gave a custom transcoder no name of its own. */
    private static Optional<ArchitectureName> custom(String text, String encoder, boolean widthsDiffer) {
        Architecture architecture = Architecture.custom(encoder);
        if (text.equals(encoder)) {
            return Optional.of(new ArchitectureName(architecture, widthsDiffer ? Form.TRANSCODER : Form.AUTOENCODER));
        }
        return Stream.of(Form.values())
                .map(form -> new ArchitectureName(architecture, form))
                .filter(name -> name.text().equals(text))
                .findFirst();
    }

    /**
     * The name under which an SAE is saved.
     *
     * @throws IllegalArgumentException when there is none
     */
    static ArchitectureName of(SaeConfig config, Weights weights) {
        String encoder = config.encoder().name();
        Architectures.named(encoder).ifPresent(taken -> checkNotTaken(encoder, taken.architecture()));
        Form form = Form.of(config, weights);
        Architecture architecture = Architectures.ofEncoder(encoder).orElseGet(() -> Architecture.custom(encoder));
        checkArgument(architecture.forms().contains(form), "encoder '%s' has no form '%s'", encoder, form.suffix());
        return new ArchitectureName(architecture, form);
    }

    private static void checkNotTaken(String encoder, Architecture taken) {
        checkArgument(
                taken.use() != Architecture.Use.TRAINING,
                "encoder '%s' is saved in its inference form, '%s'",
                encoder,
                taken.encoder());
        checkArgument(
                taken.encoder().equals(encoder),
                "an encoder cannot be saved as '%s', SAELens's name for another",
                encoder);
    }
}
