package io.sae4j.activations.parquet;

import io.sae4j.activations.columns.ChunkedSource;
import io.sae4j.activations.columns.Damage;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.activations.columns.Marks;
import io.sae4j.activations.file.ActivationFormat;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.data.ActivationSource;
import java.nio.file.Path;
import java.util.List;

/**
 * Parquet files with a column of lists of floats (f16, f32 or f64), maybe nested: a row is an innermost list, so a column
 * of lists {@code [context, d]} gives a row per token. Columns beside it are neither read nor decompressed. Pages of
 * both versions; plain, dictionary and byte-stream-split encodings; not compressed, gzip, LZ4 raw, Snappy
 * ({@code org.xerial.snappy:snappy-java}) or Zstandard ({@code com.github.luben:zstd-jni}).
 *
 * <p>One page is in memory at a time. There is no random access; see {@link ChunkedSource} for what
 * {@link ActivationSource#shuffled} mixes. The number of rows is known beforehand unless lists are nested. Checksums of
 * pages are verified where the file has them.
 *
 * <p>A null or a row of another width is refused with its number when it is reached.
 */
public final class ParquetFormat implements ActivationFormat {
    private static final List<String> SUFFIXES = List.of(".parquet", ".pq");

    /** For {@link java.util.ServiceLoader}. */
    public ParquetFormat() {}

    @Override
    public String name() {
        return String.join("/", SUFFIXES);
    }

    @Override
    public boolean recognises(Path file) {
        return Marks.recognised(file, SUFFIXES, ParquetFile.MAGIC);
    }

    @Override
    public ActivationSource open(Path file, FileOptions options) {
        return open(MappedFile.open(file), options);
    }

    static ActivationSource open(MappedFile mapped, FileOptions options) {
        return new ChunkedSource(Damage.named(mapped.path(), () -> ParquetFile.open(mapped, options)));
    }
}
