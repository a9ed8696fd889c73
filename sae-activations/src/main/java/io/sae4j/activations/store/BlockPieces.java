package io.sae4j.activations.store;

/** The blocks of a store, and of each those rows that were chosen. */
final class BlockPieces implements Pieces {
    private final ActivationStore store;
    private final RowRuns rows;
    private final int[] columns;

    BlockPieces(ActivationStore store, RowRuns rows, int[] columns) {
        this.store = store;
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public long count() {
        return store.blocks();
    }

    @Override
    public long first(long piece) {
        return rows.placeOf(store.blockStart(piece));
    }

    @Override
    public int length(long piece) {
        return (int) (rows.placeOf(store.blockEnd(piece)) - first(piece));
    }

    @Override
    public void load(long piece) {
        for (int column : columns) {
            store.loadBlock(column, piece);
        }
    }
}
