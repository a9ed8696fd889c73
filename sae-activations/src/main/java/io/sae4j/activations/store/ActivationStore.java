package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Activations on disk: rows of one or several hook points of the same tokens, with token, position and document beside
 * each row. A directory of shards and a manifest, see {@code docs/formats.md}.
 *
 * <p>An open store is what the manifest listed when it was opened: a writer may go on meanwhile, and its shards are seen
 * by whoever opens the store later. Rows are read from memory-mapped files, so that a store may be larger than memory;
 * heap is needed for 4 bytes a block and column. Each block is checked against its checksum before its first number is
 * given out. Mappings last until the store and its readers are garbage collected; meanwhile files must not be shortened
 * (reading would fail with an {@link InternalError}).
 *
 * <p>Immutable and thread-safe; several passes may run at the same time, each used by one thread.
 */
public final class ActivationStore {
    private final Path directory;
    private final StoreManifest manifest;
    private final StoreLayout layout;
    private final MappedShard[] shards;
    /** First row of each shard, and the number of rows at the end. */
    private final long[] starts;
    /** Likewise of blocks. */
    private final long[] firstBlocks;

    private ActivationStore(Path directory, StoreManifest manifest, MappedShard[] shards) {
        this.directory = directory;
        this.manifest = manifest;
        this.layout = manifest.layout();
        this.shards = shards;
        this.starts = new long[shards.length + 1];
        this.firstBlocks = new long[shards.length + 1];
        for (int s = 0; s < shards.length; s++) {
            starts[s + 1] = starts[s] + shards[s].rows();
            firstBlocks[s + 1] = firstBlocks[s] + layout.blocks(shards[s].rows());
        }
    }

    /**
     * Makes a store in {@code directory}, which is made when missing.
     *
     * @throws FormatException when the directory is a file or not empty
     * @throws UncheckedIOException when it cannot be written
     */
    public static ActivationStoreWriter create(Path directory, StoreOptions options) {
        return create(directory, options, StoreLayout.blockRowsFor(options));
    }

    static ActivationStoreWriter create(Path directory, StoreOptions options, int blockRows) {
        try {
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new FormatException(directory, "is a file; a store is to be made here");
            }
            Files.createDirectories(directory);
            requireEmpty(directory);
            return begin(directory, () -> {
                // Another writer may have been quicker.
                requireEmpty(directory);
                StoreManifest manifest = new StoreManifest(options, blockRows, List.of());
                manifest.write(directory);
                return manifest;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a store in " + directory + ": " + e, e);
        }
    }

    /**
     * Continues a store after its last finished shard. What a writer that did not come to its end left behind is
     * removed: that is its open shard. A new shard is begun in any case.
     *
     * @throws FormatException when there is no store, or it is damaged
     * @throws IllegalStateException when another writer is writing it
     * @throws UncheckedIOException when it cannot be read or written
     */
    public static ActivationStoreWriter append(Path directory) {
        try {
            StoreManifest.read(directory);
            return begin(directory, () -> {
                ActivationStore store = open(directory);
                Leftovers.remove(directory, store.manifest);
                return store.manifest;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot append to the store " + directory + ": " + e, e);
        }
    }

    private static void requireEmpty(Path directory) throws IOException {
        if (!Leftovers.isAllThereIs(directory)) {
            throw new FormatException(directory, "is not empty; a store is made in an empty directory");
        }
    }

    /**
     * Removes the files of a store that has no rows; the directory and whatever else is in it stay.
     *
     * @return whether it had none
     * @throws FormatException when there is no store, or it is damaged
     * @throws IllegalStateException when a writer is writing it
     * @throws UncheckedIOException when its files cannot be removed
     */
    public static boolean deleteEmpty(Path directory) {
        try {
            WriterLock lock = WriterLock.take(directory);
            try (lock) {
                return deleteEmptyLocked(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the empty store " + directory + ": " + e, e);
        }
    }

    private static boolean deleteEmptyLocked(Path directory) throws IOException {
        ActivationStore store = open(directory);
        if (store.rows() > 0) {
            return false;
        }
        Leftovers.remove(directory, store.manifest);
        Files.delete(directory.resolve(StoreManifest.FILE));
        Files.deleteIfExists(directory.resolve(WriterLock.FILE));
        return true;
    }

    /** Makes or reads a manifest while the directory is locked. */
    @FunctionalInterface
    private interface Beginning {
        StoreManifest manifest() throws IOException;
    }

    private static ActivationStoreWriter begin(Path directory, Beginning beginning) throws IOException {
        WriterLock lock = WriterLock.take(directory);
        boolean begun = false;
        try {
            StoreManifest manifest = beginning.manifest();
            begun = true;
            return new ActivationStoreWriter(directory, manifest, lock);
        } finally {
            if (!begun) {
                lock.close();
            }
        }
    }

    /**
     * Opens a store: reads the manifest and each shard's size and table of checksums. It may have no rows yet.
     *
     * @throws FormatException when there is none, the manifest was changed, or a shard is missing, shortened, or
     *     another than the manifest lists
     * @throws UncheckedIOException when it cannot be read
     */
    public static ActivationStore open(Path directory) {
        StoreManifest manifest = StoreManifest.read(directory);
        StoreLayout layout = manifest.layout();
        MappedShard[] shards = new MappedShard[manifest.shards().size()];
        for (int s = 0; s < shards.length; s++) {
            shards[s] = MappedShard.open(directory, s, manifest.shards().get(s), layout);
        }
        return new ActivationStore(directory, manifest, shards);
    }

    /** Whether {@code path} is a directory with a store's manifest; {@link #open} tells whether it is in order. */
    public static boolean isStore(Path path) {
        return Files.isRegularFile(path.resolve(StoreManifest.FILE));
    }

    /** Where it is, as it was given. */
    public Path directory() {
        return directory;
    }

    /** What it was made with. */
    public StoreOptions options() {
        return manifest.options();
    }

    /** Width of a row by name of its hook point, in the order of the store. */
    public Map<String, Integer> hooks() {
        return manifest.options().hooks();
    }

    public long rows() {
        return starts[shards.length];
    }

    /** Number of shards. */
    public int shards() {
        return shards.length;
    }

    /** Token, position and document of each row. */
    public TokenColumns tokens() {
        return new TokenColumns(this);
    }

    /**
     * The numbers of all documents, ascending, each once. Reads the token columns of the whole store.
     *
     * @throws FormatException when they are damaged
     */
    public long[] documents() {
        return source(layout.hooks().get(0)).documents();
    }

    /**
     * The rows of a hook point, shuffled as {@link ShuffleOptions#automatic} says.
     *
     * @throws IllegalArgumentException when there is no such hook; the message lists those that there are
     */
    public StoreSource source(String hook) {
        return source(hook, ShuffleOptions.automatic());
    }

    /** Like {@link #source(String)}, shuffled as {@code shuffle} says. */
    public StoreSource source(String hook, ShuffleOptions shuffle) {
        return StoreSource.of(this, new int[] {layout.hookColumn(hook)}, shuffle);
    }

    /**
     * Rows of one hook point as inputs, those of another as targets: for transcoders.
     *
     * @throws IllegalArgumentException when there is no such hook
     */
    public StoreSource paired(String inputHook, String targetHook) {
        return paired(inputHook, targetHook, ShuffleOptions.automatic());
    }

    /** Like {@link #paired(String, String)}, shuffled as {@code shuffle} says. */
    public StoreSource paired(String inputHook, String targetHook, ShuffleOptions shuffle) {
        return StoreSource.of(this, new int[] {layout.hookColumn(inputHook), layout.hookColumn(targetHook)}, shuffle);
    }

    StoreLayout layout() {
        return layout;
    }

    /** Reads rows {@code [row, row + count)} of a hook's column, row-major. */
    void floats(int column, long row, int count, float[] out, int outFrom) {
        int width = layout.width(column);
        int done = 0;
        while (done < count) {
            int shard = shardOf(starts, row + done);
            int first = (int) (row + done - starts[shard]);
            int n = Math.min(count - done, shards[shard].rows() - first);
            shards[shard].floats(column, first, n, out, outFrom + done * width);
            done += n;
        }
    }

    /** Reads the token columns of rows {@code [row, row + count)}. */
    void tokens(long row, int count, TokenChunk out, int outFrom) {
        checkArgument(
                row >= 0 && count >= 0 && row <= rows() - count,
                "rows [%s, %s) are not all in the store, which has %s",
                row,
                row + count,
                rows());
        int done = 0;
        while (done < count) {
            int shard = shardOf(starts, row + done);
            int first = (int) (row + done - starts[shard]);
            int n = Math.min(count - done, shards[shard].rows() - first);
            shards[shard].tokens(first, n, out, outFrom + done);
            done += n;
        }
    }

    /** Number of blocks in all shards. */
    long blocks() {
        return firstBlocks[shards.length];
    }

    /** The first row of a block. */
    long blockStart(long block) {
        int shard = shardOf(firstBlocks, block);
        return starts[shard] + (block - firstBlocks[shard]) * layout.blockRows();
    }

    /** The row behind a block's last. */
    long blockEnd(long block) {
        return Math.min(blockStart(block) + layout.blockRows(), starts[shardOf(firstBlocks, block) + 1]);
    }

    /** Reads a column of a block into the page cache, and checks it. */
    void loadBlock(int column, long block) {
        int shard = shardOf(firstBlocks, block);
        shards[shard].load(column, (int) (block - firstBlocks[shard]));
    }

    private static int shardOf(long[] firsts, long number) {
        int found = Arrays.binarySearch(firsts, number);
        return found >= 0 ? found : -found - 2;
    }
}
