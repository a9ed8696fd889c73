package io.sae4j.activations.file;

import io.sae4j.activations.NpySource;
import io.sae4j.data.ActivationSource;
import java.nio.file.Path;

/** A {@code .npy} file; see {@link NpySource}. */
public final class NpyFormat implements ActivationFormat {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    @Override
    public String name() {
        return ".npy";
    }

    @Override
    public boolean recognises(Path file) {
        return FileHead.hasSuffix(file, ".npy") || FileHead.startsWith(FileHead.bytes(file, MAGIC.length), MAGIC);
    }

    @Override
    public ActivationSource open(Path file, FileOptions options) {
        Candidates.requireNoName(file, options, "an .npy file holds one array");
        return NpySource.open(file);
    }
}
