package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows to a store, made by {@link ActivationStore#create} or {@link ActivationStore#append}. A shard that is
 * full is forced to the disk and then listed in the manifest; readers that open the store later see it. Memory: one
 * block of rows. Used by one thread.
 */
public final class ActivationStoreWriter implements AutoCloseable {
    private final Path directory;
    private final StoreLayout layout;
    private final WriterLock lock;
    private StoreManifest manifest;
    private @Nullable ShardWriter open;
    private long rows;
    private boolean closed;
    private boolean failed;

    ActivationStoreWriter(Path directory, StoreManifest manifest, WriterLock lock) {
        this.directory = directory;
        this.layout = manifest.layout();
        this.manifest = manifest;
        this.lock = lock;
        this.rows = manifest.rows();
    }

    /**
     * Appends {@code count} rows. Where writing fails, those in shards that became full are kept; {@link #rows} then tells how
     * many there are.
     *
     * @param tokenIds token of each row, {@code [count]} or longer
     * @param positions its position in its window, from 0
     * @param documents number of its document; {@link StoreSource#split} keeps a document's rows together
     * @param rowsByHook for each hook of the store its rows, row-major {@code [count, width]} or longer. NaN and
     *     infinities are stored as they are
     * @throws IllegalArgumentException when an array is too short, a hook is missing or unknown, or a finite value is
     *     beyond the range of the store's type; nothing is appended then
     * @throws IllegalStateException when the writer is closed, or an earlier append failed
     * @throws UncheckedIOException when writing fails; only {@link #close} is left to do then, and the open shard is
     *     lost
     */
    public void append(int count, int[] tokenIds, int[] positions, long[] documents, Map<String, float[]> rowsByHook) {
        checkState(!closed, "the writer of %s is closed", directory);
        checkState(!failed, "the writer of %s failed before; close it and append to the store anew", directory);
        AppendedRows appended = AppendedRows.of(layout, count, tokenIds, positions, documents, rowsByHook);
        failed = true;
        try {
            int done = 0;
            while (done < count) {
                ShardWriter shard = shard();
                int n = Math.min(count - done, manifest.options().shardRows() - shard.rows());
                shard.append(appended, done, n);
                done += n;
                if (shard.rows() == manifest.options().shardRows()) {
                    finish(shard);
                }
            }
        } catch (IOException e) {
            rows = manifest.rows();
            throw new UncheckedIOException(
                    "cannot write shard " + manifest.shards().size() + " of " + directory, e);
        }
        failed = false;
        rows += count;
    }

    private ShardWriter shard() throws IOException {
        if (open == null) {
            open = new ShardWriter(directory.resolve(nextName()), layout);
        }
        return open;
    }

    private String nextName() {
        return ShardEntry.fileName(manifest.shards().size());
    }

    private void finish(ShardWriter shard) throws IOException {
        StoreManifest more = manifest.with(shard.finish(nextName()));
        more.write(directory);
        manifest = more;
        open = null;
    }

    /** Rows in the store, those of the open shard too; after a failure those of finished shards alone. */
    public long rows() {
        return rows;
    }

    /**
     * Finishes the last shard, however short, and lets the next writer in. After a failed append the open shard is
     * removed instead. Closing again does nothing.
     *
     * @throws UncheckedIOException when writing fails
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            ShardWriter shard = open;
            if (shard != null && failed) {
                discard(shard);
            } else if (shard != null) {
                finishOrDiscard(shard);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot finish shard " + manifest.shards().size() + " of " + directory, e);
        }
    }

    private void finishOrDiscard(ShardWriter shard) throws IOException {
        try {
            finish(shard);
        } catch (IOException | RuntimeException e) {
            try {
                discard(shard);
            } catch (IOException | RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** Removes the open shard, unless the manifest lists it after all. */
    private void discard(ShardWriter shard) throws IOException {
        shard.close();
        StoreManifest written = StoreManifest.read(directory);
        rows = written.rows();
        if (written.shards().size() <= manifest.shards().size()) {
            Files.deleteIfExists(shard.file());
        }
    }
}
