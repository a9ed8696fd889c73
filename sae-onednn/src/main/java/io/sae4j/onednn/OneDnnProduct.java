package io.sae4j.onednn;

import io.sae4j.nd.OffHeap;
import io.sae4j.product.EncoderProduct;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductShape;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.dnnl.dnnl_engine;

/**
 * The product by oneDNN's matmul: one operation for all tiles, and one for the last where that is smaller. A lane sets
 * OpenMP's thread count of its thread to one until it is closed on that thread.
 */
final class OneDnnProduct implements EncoderProduct {
    private final Natives natives;
    private final ProductShape shape;
    private final dnnl_engine engine;
    private final TileProduct full;
    private final TileProduct last;
    private final FloatBlock weights;
    /** Idle ones; there are as many as threads ever packed at the same time. */
    private final Queue<Packer> packers = new ConcurrentLinkedQueue<>();

    private OneDnnProduct(Natives natives, ProductShape shape, Precision precision) {
        this.natives = natives;
        this.shape = shape;
        engine = natives.engine();
        int size = shape.tileSize(0);
        int lastSize = shape.tileSize(shape.tiles() - 1);
        full = new TileProduct(natives, engine, precision, shape.blockRows(), shape.width(), size);
        last = size == lastSize
                ? full
                : new TileProduct(natives, engine, precision, shape.blockRows(), shape.width(), lastSize);
        OffHeap.require(bytes(), "a copy of the encoder's weights for oneDNN");
        weights = new FloatBlock(natives, weightFloats());
    }

    /** @throws IllegalStateException when the off-heap limits are too small */
    static OneDnnProduct create(ProductShape shape, Precision precision) {
        // oneDNN settles how many threads share the work when it creates an operation.
        return SingleOmpThread.call(() -> Natives.ownedBy(natives -> new OneDnnProduct(natives, shape, precision)));
    }

    ProductShape shape() {
        return shape;
    }

    dnnl_engine engine() {
        return engine;
    }

    /** The operations for the tiles before the last. */
    TileProduct full() {
        return full;
    }

    /** The operations for the last tile; the same where it is as large as the others. */
    TileProduct last() {
        return last;
    }

    FloatBlock weights() {
        return weights;
    }

    boolean isLast(int tile) {
        return tile == shape.tiles() - 1;
    }

    /** Where the packed weights of {@code tile} begin. */
    long weightStart(int tile) {
        return tile * full.weightFloats();
    }

    private long weightFloats() {
        return weightStart(shape.tiles() - 1) + last.weightFloats();
    }

    void requireOpen() {
        natives.requireOpen("product");
    }

    @Override
    public void pack(int tile, float[][] rows) {
        requireOpen();
        Packer idle = packers.poll();
        Packer packer = idle == null ? Packer.create(this) : idle;
        packer.pack(tile, rows);
        packers.add(packer);
    }

    @Override
    public Lane lane() {
        requireOpen();
        return OneDnnLane.create(this);
    }

    @Override
    public long bytes() {
        return FloatBlock.bytes(weightFloats());
    }

    @Override
    public void close() {
        for (Packer packer = packers.poll(); packer != null; packer = packers.poll()) {
            packer.close();
        }
        natives.close();
    }
}
