package io.sae4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import io.sae4j.nd.OffHeap;
import io.sae4j.product.ProductShape;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_stream;

/** Brings tiles of weights into the form that the product reads, for one thread at a time. */
final class Packer implements AutoCloseable {
    private final Natives natives;
    private final OneDnnProduct product;
    private final ProductShape shape;
    private final FloatBlock plain;
    private final FloatBlock packed;
    private final Reordering full;
    private final Reordering last;

    private record Reordering(Call call, dnnl_memory to) {}

    private Packer(Natives natives, OneDnnProduct product) {
        this.natives = natives;
        this.product = product;
        shape = product.shape();
        long floats = (long) shape.tileSize(0) * shape.width();
        OffHeap.require(FloatBlock.bytes(floats), "packing a tile of weights for oneDNN");
        plain = new FloatBlock(natives, floats);
        packed = product.weights().view();
        dnnl_stream stream = natives.stream(product.engine());
        full = reordering(product.full(), stream);
        last = product.last() == product.full() ? full : reordering(product.last(), stream);
    }

    static Packer create(OneDnnProduct product) {
        return Natives.ownedBy(natives -> new Packer(natives, product));
    }

    private Reordering reordering(TileProduct tiles, dnnl_stream stream) {
        dnnl_memory from = natives.memory(tiles.plainWeights, product.engine(), plain.address(0));
        dnnl_memory to = natives.memory(tiles.weights, product.engine(), null);
        Call call = new Call(natives, tiles.packWeights, stream)
                .with(DNNL_ARG_FROM, from)
                .with(DNNL_ARG_TO, to);
        return new Reordering(call, to);
    }

    void pack(int tile, float[][] rows) {
        int first = shape.tileStart(tile);
        for (int i = 0; i < shape.tileSize(tile); i++) {
            plain.write((long) i * shape.width(), rows[first + i], shape.width());
        }
        Reordering reordering = product.isLast(tile) ? last : full;
        Call.point(reordering.to, packed.address(product.weightStart(tile)));
        reordering.call.run();
    }

    @Override
    public void close() {
        natives.close();
    }
}
