package io.sae4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.sae4j.nd.OffHeap;
import io.sae4j.product.EncoderProduct;
import io.sae4j.product.ProductShape;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_stream;

/** One thread's buffers, and the calls that have them for arguments. */
final class OneDnnLane implements EncoderProduct.Lane {
    private final Natives natives;
    private final OneDnnProduct product;
    private final ProductShape shape;
    private final dnnl_stream stream;
    /** The block as it was given, missing rows being zero. */
    private final FloatBlock plainRows;
    /** The block in the precision of the product, where that is another one. */
    private final Optional<FloatBlock> convertedRows;

    private final Optional<Call> convert;
    private final FloatBlock results;
    private final FloatBlock weights;
    private final Multiplication full;
    private final Multiplication last;
    private final SingleOmpThread alone;
    private int loaded;

    private record Multiplication(Call call, dnnl_memory weights) {}

    private OneDnnLane(Natives natives, OneDnnProduct product) {
        this.natives = natives;
        this.product = product;
        shape = product.shape();
        OffHeap.require(bytes(), "the buffers of a thread that multiplies by oneDNN");
        stream = natives.stream(product.engine());
        TileProduct tiles = product.full();
        plainRows = new FloatBlock(natives, plainFloats());
        convertedRows = tiles.convertRows.map(operation -> new FloatBlock(natives, tiles.rowFloats()));
        convert = tiles.convertRows.map(operation -> new Call(natives, operation, stream)
                .with(DNNL_ARG_FROM, natives.memory(tiles.plainRows, product.engine(), plainRows.address(0)))
                .with(DNNL_ARG_TO, rows()));
        results = new FloatBlock(natives, resultFloats());
        weights = product.weights().view();
        full = multiplication(product.full());
        last = product.last() == product.full() ? full : multiplication(product.last());
        alone = SingleOmpThread.enter();
    }

    static OneDnnLane create(OneDnnProduct product) {
        return Natives.ownedBy(natives -> new OneDnnLane(natives, product));
    }

    private dnnl_memory rows() {
        return natives.memory(
                product.full().rows,
                product.engine(),
                convertedRows.orElse(plainRows).address(0));
    }

    private Multiplication multiplication(TileProduct tiles) {
        dnnl_memory packed = natives.memory(tiles.weights, product.engine(), null);
        Call call = new Call(natives, tiles.multiply, stream)
                .with(DNNL_ARG_SRC, rows())
                .with(DNNL_ARG_WEIGHTS, packed)
                .with(DNNL_ARG_DST, natives.memory(tiles.results, product.engine(), results.address(0)));
        return new Multiplication(call, packed);
    }

    @Override
    public void load(float[][] rows, int count) {
        requireOpen();
        int width = shape.width();
        for (int r = 0; r < count; r++) {
            plainRows.write((long) r * width, rows[r], width);
        }
        if (count < loaded) {
            plainRows.zero((long) count * width, (long) (loaded - count) * width);
        }
        loaded = count;
        convert.ifPresent(Call::run);
    }

    @Override
    public void multiply(int tile, float[][] out) {
        requireOpen();
        Multiplication multiplication = product.isLast(tile) ? last : full;
        Call.point(multiplication.weights, weights.address(product.weightStart(tile)));
        multiplication.call.run();
        int features = shape.tileSize(tile);
        for (int r = 0; r < loaded; r++) {
            results.read((long) r * features, out[r], features);
        }
    }

    private void requireOpen() {
        product.requireOpen();
        natives.requireOpen("lane");
    }

    @Override
    public long bytes() {
        long converted = product.full().convertRows.isPresent()
                ? FloatBlock.bytes(product.full().rowFloats())
                : 0;
        return FloatBlock.bytes(plainFloats()) + converted + FloatBlock.bytes(resultFloats());
    }

    private long plainFloats() {
        return (long) shape.blockRows() * shape.width();
    }

    private long resultFloats() {
        return (long) shape.blockRows() * shape.tileSize(0);
    }

    @Override
    public void close() {
        if (!natives.isClosed()) {
            natives.close();
            alone.close();
        }
    }
}
