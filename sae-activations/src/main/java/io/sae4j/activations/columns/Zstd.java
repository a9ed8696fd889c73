package io.sae4j.activations.columns;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard, by the reference implementation. */
final class Zstd {
    /** Windows of up to 8 MiB, as the format asks every reader to support; a header may claim 2 GB. */
    private static final int MAX_WINDOW_LOG = 23;

    private Zstd() {}

    static InputStream stream(InputStream packed) throws IOException {
        ZstdInputStream stream = new ZstdInputStream(packed);
        stream.setLongMax(MAX_WINDOW_LOG);
        return new StrictStream(stream);
    }
}
