package io.sae4j.engine.sparse;

import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.Loss;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.nd.OffHeap;
import io.sae4j.product.ProductShape;
import java.util.Locale;

/**
 * Memory of the fused engine, known before a run. With m features, B rows, widths dIn and dOut, and c codes a row:
 *
 * <ul>
 *   <li>heap: {@code 4·m·(dIn + dOut)} floats (weights, two moments, gradient rows), of which the gradient rows fall away
 *       without clipping; {@code B·(dIn + 2·dOut)} for rows, and {@code B·dOut} more with AuxK and for each nested
 *       reconstruction; some 36 bytes a code; 128 bytes
 *       a feature; a tile of products per thread;
 *   <li>outside: the packed encoder, {@code m·dIn} floats, and a block and a tile per thread; where codes may be dense,
 *       {@code m·(dIn + 2·dOut)} more and a group of blocks, {@code 2·max(2²⁴, blockRows·m)};
 *   <li>with a skip connection {@code 4·dIn·dOut} floats of heap, and outside {@code 2·dIn·dOut + B·(dIn + dOut)}.
 * </ul>
 *
 * <p>No array of B·m is ever made. While the engine is made, the starting values, {@code m·(dIn + dOut)} floats, are there too.
 */
final class SparseMemory {
    private static final double MIB = 1 << 20;
    private static final double HEADROOM = 1.1;
    private static final int BYTES_PER_CODE = 36;
    private static final int BYTES_PER_FEATURE = 128;
    private static final int ROW_HEADER = 24;
    private static final double WIDENING = 4;

    private SparseMemory() {}

    /** Bytes on the heap. */
    static long heapBytes(
            ObjectiveSpec spec, OptimizerSettings optimizer, ProductShape shape, int batchSize, int threads) {
        long m = spec.dSae();
        long widths = (long) spec.dIn() + spec.dOut();
        int copies = Double.isFinite(optimizer.clipNorm()) ? 4 : 3;
        boolean aux = hasAuxK(spec);
        long weights = copies * m * (widths * Float.BYTES + 2 * ROW_HEADER);
        long rows = batchSize * (widths + spec.dOut() * (1L + levels(spec) + (aux ? 1 : 0))) * Float.BYTES;
        double codes = batchSize * (codesPerRow(spec) + (aux ? spec.dOut() / 2.0 : 0)) * BYTES_PER_CODE;
        long perThread = (long) shape.blockRows() * shape.tileFeatures() * Float.BYTES;
        long skip = spec.skipConnection() ? 4L * spec.dIn() * spec.dOut() * Float.BYTES : 0;
        return skip + weights + rows + (long) codes + m * BYTES_PER_FEATURE * (aux ? 2 : 1) + threads * perThread;
    }

    /** Bytes outside the heap. */
    static long offHeapBytes(ObjectiveSpec spec, ProductShape shape, int batchSize, int threads) {
        long m = spec.dSae();
        long packed = m * spec.dIn();
        long perThread = (long) shape.blockRows() * (shape.tileFeatures() + 2L * spec.dIn());
        long dense = choosesFixedNumber(spec)
                ? 0
                : m * (spec.dIn() + 2L * spec.dOut())
                        + Math.max(DensePass.FLOATS_PER_GROUP, shape.blockRows() * m) * 2
                        + levels(spec) * spec.dOut() * Math.max(DensePass.FLOATS_PER_GROUP / m, shape.blockRows());
        long skip = spec.skipConnection()
                ? 2L * spec.dIn() * spec.dOut() + batchSize * ((long) spec.dIn() + spec.dOut())
                : 0;
        return (packed + threads * perThread + dense + skip) * Float.BYTES;
    }

    /** How many nested reconstructions there are beside the full one. */
    private static long levels(ObjectiveSpec spec) {
        return spec.losses().stream()
                .map(Loss::term)
                .filter(NestedReconstruction.class::isInstance)
                .mapToLong(term -> ((NestedReconstruction) term).levels().size())
                .sum();
    }

    private static boolean hasAuxK(ObjectiveSpec spec) {
        return spec.losses().stream().anyMatch(loss -> loss.term() instanceof AuxK);
    }

    private static boolean choosesFixedNumber(ObjectiveSpec spec) {
        return spec.encoder() instanceof TopKEncoder || spec.encoder() instanceof BatchTopKEncoder;
    }

    private static double codesPerRow(ObjectiveSpec spec) {
        if (spec.encoder() instanceof TopKEncoder topK) {
            return Math.min(spec.dSae(), WIDENING * topK.k());
        }
        if (spec.encoder() instanceof BatchTopKEncoder batchTopK) {
            return Math.min(spec.dSae(), 2 * WIDENING * batchTopK.k());
        }
        return EncoderRules.DENSE_SHARE * spec.dSae();
    }

    /** Fails early, naming the flag to set, when a run would not fit. */
    static void require(
            ObjectiveSpec spec, OptimizerSettings optimizer, ProductShape shape, int batchSize, int threads) {
        long heap = heapBytes(spec, optimizer, shape, batchSize, threads);
        String purpose = "training " + spec.dSae() + " features of width " + spec.dIn() + " in batches of " + batchSize;
        if (heap > heapLeft()) {
            System.gc();
        }
        long left = heapLeft();
        if (heap > left) {
            long used = Runtime.getRuntime().maxMemory() - left;
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s needs about %.0f MiB of Java heap, but %.0f MiB are left; start Java with -Xmx%.0fm, or use fewer"
                            + " features or smaller batches",
                    purpose,
                    heap / MIB,
                    left / MIB,
                    Math.ceil((used + HEADROOM * heap) / MIB)));
        }
        OffHeap.require(offHeapBytes(spec, shape, batchSize, threads), purpose);
    }

    private static long heapLeft() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }
}
