package io.sae4j.engine.sparse;

import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.product.ProductShape;

/**
 * How a batch is cut into blocks of rows, and features into tiles. Neither depends on the number of workers, so that sums
 * per block are the same for any.
 *
 * <p>256 rows by 1024 features leave a product of 1 MiB, which the selection reads from cache, and keep the library near
 * its best (128 rows cost 7 % more, 512 no less). Small batches are cut finer, so that there is work for several
 * cores.
 */
final class Blocking {
    private static final int MOST_ROWS = 256;
    private static final int BLOCKS_WANTED = 8;
    private static final int ROW_UNIT = 16;
    private static final int MOST_FEATURES = 1024;

    private Blocking() {}

    static ProductShape shape(ObjectiveSpec spec, int batchSize) {
        int rows = Math.min(batchSize, cut(batchSize, BLOCKS_WANTED, ROW_UNIT, MOST_ROWS));
        return new ProductShape(spec.dIn(), spec.dSae(), Math.min(MOST_FEATURES, spec.dSae()), rows);
    }

    /** {@code total/parts}, rounded up to a multiple of {@code unit}, but no more than {@code most}. */
    private static int cut(int total, int parts, int unit, int most) {
        int part = (total + parts - 1) / parts;
        return Math.min(most, (part + unit - 1) / unit * unit);
    }

    static RowBlock[] blocks(int batchSize, int blockRows) {
        RowBlock[] blocks = new RowBlock[(batchSize + blockRows - 1) / blockRows];
        for (int b = 0; b < blocks.length; b++) {
            int first = b * blockRows;
            blocks[b] = new RowBlock(b, first, Math.min(blockRows, batchSize - first));
        }
        return blocks;
    }
}
