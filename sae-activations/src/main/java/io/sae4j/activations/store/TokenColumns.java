package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkArgument;

/** Token, position and document of each row of a store. Read from the mapped shards; not thread-safe. */
public final class TokenColumns {
    private final ActivationStore store;
    private final TokenChunk chunk = new TokenChunk(TokenChunk.ROWS);
    private long chunkStart;
    private int chunkRows;

    TokenColumns(ActivationStore store) {
        this.store = store;
    }

    public long rows() {
        return store.rows();
    }

    /**
     * The token of a row.
     *
     * @param row its number in the store, which {@link io.sae4j.data.Batch#sourceRow} tells too
     * @throws IllegalArgumentException when there is no such row
     * @throws io.sae4j.format.FormatException when its block is damaged
     */
    public int id(long row) {
        return chunk.ids()[placeOf(row)];
    }

    /** A row's position in its window, from 0; as {@link #id}. */
    public int position(long row) {
        return chunk.positions()[placeOf(row)];
    }

    /** The number of a row's document; as {@link #id}. */
    public long document(long row) {
        return chunk.documents()[placeOf(row)];
    }

    /**
     * Reads rows {@code [row, row + count)} into arrays of at least {@code count} entries.
     *
     * @throws IllegalArgumentException when there are no such rows, or an array is too short
     * @throws io.sae4j.format.FormatException when a block is damaged
     */
    public void read(long row, int count, int[] ids, int[] positions, long[] documents) {
        int shortest = Math.min(Math.min(ids.length, positions.length), documents.length);
        checkArgument(shortest >= count, "%s rows need arrays as long, got %s", count, shortest);
        store.tokens(row, count, new TokenChunk(ids, positions, documents), 0);
    }

    private int placeOf(long row) {
        if (row < chunkStart || row >= chunkStart + chunkRows) {
            checkArgument(row >= 0 && row < rows(), "row must be in [0, %s), got %s", rows(), row);
            long start = row - row % TokenChunk.ROWS;
            int count = (int) Math.min(TokenChunk.ROWS, rows() - start);
            chunkRows = 0;
            store.tokens(start, count, chunk, 0);
            chunkStart = start;
            chunkRows = count;
        }
        return (int) (row - chunkStart);
    }
}
