package io.sae4j.product;

import io.sae4j.nd.OffHeap;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Plain row-major copies; OpenBLAS packs them anew in each product. It always multiplies whole blocks, missing rows being
 * zero: how it sums depends on the number of rows.
 */
final class OpenBlasProduct implements EncoderProduct {
    private final ProductShape shape;
    private final FloatPointer weights;

    OpenBlasProduct(ProductShape shape) {
        this.shape = shape;
        OffHeap.require(bytes(), "a copy of the encoder's weights");
        weights = new FloatPointer((long) shape.features() * shape.width());
        FloatPointer.memset(weights, 0, bytes());
    }

    @Override
    public void pack(int tile, float[][] rows) {
        int first = shape.tileStart(tile);
        FloatPointer at = at(first);
        for (int i = 0; i < shape.tileSize(tile); i++) {
            at.position((long) (first + i) * shape.width()).put(rows[first + i], 0, shape.width());
        }
    }

    /** A position of its own, so that threads do not disturb each other. */
    private FloatPointer at(int feature) {
        return new FloatPointer(weights).position((long) feature * shape.width());
    }

    @Override
    public Lane lane() {
        return new BlasLane();
    }

    @Override
    public long bytes() {
        return (long) shape.features() * shape.width() * Float.BYTES;
    }

    @Override
    public void close() {
        weights.close();
    }

    private final class BlasLane implements Lane {
        private final FloatPointer input = new FloatPointer((long) shape.blockRows() * shape.width());
        private final FloatPointer output = new FloatPointer((long) shape.blockRows() * shape.tileFeatures());
        private final FloatPointer tileWeights = at(0);
        private final float[] missing = new float[shape.width()];
        private int loaded;

        BlasLane() {
            FloatPointer.memset(input, 0, (long) shape.blockRows() * shape.width() * Float.BYTES);
        }

        @Override
        public void load(float[][] rows, int count) {
            for (int r = 0; r < count; r++) {
                input.position((long) r * shape.width()).put(rows[r], 0, shape.width());
            }
            for (int r = count; r < loaded; r++) {
                input.position((long) r * shape.width()).put(missing, 0, shape.width());
            }
            input.position(0);
            loaded = count;
        }

        @Override
        public void multiply(int tile, float[][] out) {
            int features = shape.tileSize(tile);
            int width = shape.width();
            tileWeights.position((long) shape.tileStart(tile) * width);
            OpenBlas.gemm(
                    false,
                    true,
                    shape.blockRows(),
                    features,
                    width,
                    input,
                    width,
                    tileWeights,
                    width,
                    0f,
                    output,
                    features);
            for (int r = 0; r < loaded; r++) {
                output.position((long) r * features).get(out[r], 0, features);
            }
            output.position(0);
        }

        @Override
        public long bytes() {
            return (long) shape.blockRows() * (shape.width() + shape.tileFeatures()) * Float.BYTES;
        }

        @Override
        public void close() {
            input.close();
            output.close();
        }
    }
}
