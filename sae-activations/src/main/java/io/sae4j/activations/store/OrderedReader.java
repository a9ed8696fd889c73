package io.sae4j.activations.store;

import io.sae4j.data.Batch;

/** A pass in an order of its own. */
final class OrderedReader extends StoreReader {
    private final RowOrder order;

    OrderedReader(StoreSource source, RowOrder order) {
        super(source);
        this.order = order;
    }

    @Override
    void append(Batch batch, long delivered, int count) {
        for (int i = 0; i < count; i++) {
            appendRows(batch, rows.row(order.next()), 1);
        }
    }

    @Override
    void passOver(long count) {
        order.skip(count);
    }
}
