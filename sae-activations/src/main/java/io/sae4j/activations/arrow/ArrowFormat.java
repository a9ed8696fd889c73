package io.sae4j.activations.arrow;

import io.sae4j.activations.columns.ChunkedSource;
import io.sae4j.activations.columns.Damage;
import io.sae4j.activations.columns.MappedFile;
import io.sae4j.activations.columns.Marks;
import io.sae4j.activations.file.ActivationFormat;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.activations.rows.RowTableSource;
import io.sae4j.data.ActivationSource;
import java.nio.file.Path;
import java.util.List;

/**
 * Arrow files and Feather version 2 with a column of lists of floats (f16, f32 or f64): {@code list}, {@code large_list}
 * or {@code fixed_size_list}, maybe nested, as Hugging Face {@code datasets} and SAELens's cached activations have
 * them. A row is an innermost list, so a column of lists {@code [context, d]} gives a row per token. Columns beside it are
 * ignored. Both the file format and the stream format; buffers plain or compressed by LZ4 or Zstandard, for which
 * {@code com.github.luben:zstd-jni} is needed.
 *
 * <p>Plain files are read straight from the mapping, with random access and a true permutation as
 * {@link ActivationSource#shuffled}; compressed ones batch by batch, with memory that does not depend on their size (see
 * {@link ChunkedSource}). As with {@link io.sae4j.activations.NpySource} the mapping lasts until the source is garbage
 * collected.
 *
 * <p>A null or a row of another width is refused with its number when its batch is read. A stream may end without a
 * mark, so one that was cut exactly between two batches is read as a shorter one.
 */
public final class ArrowFormat implements ActivationFormat {
    private static final List<String> SUFFIXES = List.of(".arrow", ".feather", ".arrows", ".ipc");
    private static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1'};

    /** For {@link java.util.ServiceLoader}. */
    public ArrowFormat() {}

    @Override
    public String name() {
        return String.join("/", SUFFIXES);
    }

    @Override
    public boolean recognises(Path file) {
        return Marks.recognised(file, SUFFIXES, MAGIC);
    }

    @Override
    public ActivationSource open(Path file, FileOptions options) {
        return open(MappedFile.open(file), options);
    }

    static ActivationSource open(MappedFile mapped, FileOptions options) {
        ArrowFile file = Damage.named(mapped.path(), () -> ArrowFile.open(mapped, options));
        return file.randomAccess() ? new RowTableSource(mapped.path().toString(), file) : new ChunkedSource(file);
    }
}
