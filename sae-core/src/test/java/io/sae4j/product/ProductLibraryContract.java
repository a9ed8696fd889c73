package io.sae4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sae4j.product.EncoderProduct.Lane;
import io.sae4j.testing.Batches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every product library owes its users. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProductLibraryContract {
    private static final int[] ODD = {1, 3, 7, 1021};
    private static final int THREADS = 4;
    private static final int ROUNDS = 50;

    private final ProductLibrary library;

    protected ProductLibraryContract(ProductLibrary library) {
        this.library = library;
    }

    @BeforeEach
    void runsHere() {
        assertThat(library.obstacle()).isEmpty();
    }

    Stream<Precision> precisions() {
        return Stream.of(Precision.values()).filter(library::offers);
    }

    /** Odd sizes against each other: partial tiles, partial blocks, one tile larger than all, blocks and tiles of one. */
    Stream<Arguments> oddSizes() {
        List<Arguments> sizes = new ArrayList<>();
        precisions().forEach(precision -> {
            for (int width : ODD) {
                for (int features : ODD) {
                    sizes.add(Arguments.of(precision, new ProductShape(width, features, 64, 16), 19));
                    sizes.add(Arguments.of(precision, new ProductShape(width, features, 1024, 7), 7));
                }
            }
            sizes.add(Arguments.of(precision, new ProductShape(64, 50, 1, 1), 3));
            sizes.add(Arguments.of(precision, new ProductShape(64, 96, 32, 128), 300));
            sizes.add(Arguments.of(precision, new ProductShape(1021, 1021, 1021, 1021), 1021));
        });
        return sizes.stream();
    }

    @ParameterizedTest
    @MethodSource("oddSizes")
    void agreesWithDoublePrecision(Precision precision, ProductShape shape, int count) {
        float[][] weights = gaussian(1, shape.features(), shape.width());
        float[][] rows = gaussian(2, count, shape.width());
        assertWithinBound(precision, rows, weights, product(shape, precision, weights, rows));
    }

    /** Numbers halfway between two that bfloat16 knows, denormal ones, large ones, and products that underflow. */
    Stream<Arguments> extremes() {
        float[] entries = {
            1 + 0x1p-8f, 1 + 0x1.8p-7f, 1e-39f, Float.MIN_VALUE, 1e-38f, 1e-19f, 1e-20f, 1e18f, -1e18f, 1e30f, 3e38f, 0
        };
        return precisions()
                .flatMap(precision -> IntStream.range(0, entries.length * entries.length)
                        .mapToObj(i ->
                                Arguments.of(precision, entries[i / entries.length], entries[i % entries.length])));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void staysWithinTheBoundForExtremeNumbers(Precision precision, float row, float feature) {
        ProductShape shape = new ProductShape(67, 5, 4, 3);
        float[][] rows = filled(2, shape.width(), row);
        float[][] weights = filled(shape.features(), shape.width(), feature);
        for (int i = 0; i < shape.width(); i += 5) {
            weights[1][i] = -weights[1][i];
            rows[1][i] /= 3;
        }
        assertWithinBound(precision, rows, weights, product(shape, precision, weights, rows));
    }

    @ParameterizedTest
    @MethodSource("precisions")
    void aRowsResultDoesNotDependOnTheOthers(Precision precision) {
        ProductShape shape = new ProductShape(129, 70, 32, 24);
        float[][] weights = gaussian(1, shape.features(), shape.width());
        float[][] rows = gaussian(2, shape.blockRows(), shape.width());
        float[][] others = filled(shape.blockRows(), shape.width(), 1e20f);
        float[][] together = product(shape, precision, weights, rows);
        try (EncoderProduct product = packed(shape, precision, weights);
                Lane lane = product.lane()) {
            for (int count : new int[] {24, 1, 2, 5, 23, 3, 24}) {
                for (int r = 0; r < count; r++) {
                    float[][] some = Arrays.copyOf(others, count);
                    some[r] = rows[r];
                    assertThat(multiply(lane, shape, some)[r])
                            .as("row %d of %d", r, count)
                            .containsExactly(together[r]);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("precisions")
    void threadsGiveTheSameBitsAsOne(Precision precision) throws Exception {
        ProductShape shape = new ProductShape(97, 200, 64, 16);
        float[][] weights = gaussian(1, shape.features(), shape.width());
        float[][] rows = gaussian(2, 100, shape.width());
        float[][] alone = product(shape, precision, weights, rows);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (EncoderProduct product = library.create(shape, precision)) {
            inParallel(threads, t -> {
                for (int tile = t; tile < shape.tiles(); tile += THREADS) {
                    product.pack(tile, weights);
                }
            });
            inParallel(threads, t -> {
                try (Lane lane = product.lane()) {
                    for (int round = 0; round < ROUNDS; round++) {
                        assertThat(multiply(lane, shape, rows)).isDeepEqualTo(alone);
                    }
                }
            });
        } finally {
            threads.shutdownNow();
        }
    }

    /** The thread that packs is not the one that made the product, nor one that multiplies. */
    @ParameterizedTest
    @MethodSource("precisions")
    void packsWhileOthersMultiply(Precision precision) throws Exception {
        ProductShape shape = new ProductShape(97, 128, 64, 16);
        float[][] weights = gaussian(1, shape.features(), shape.width());
        float[][] rows = gaussian(2, 16, shape.width());
        float[][] expected = product(shape, precision, weights, rows);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (EncoderProduct product = packed(shape, precision, weights)) {
            inParallel(threads, t -> {
                for (int round = 0; round < ROUNDS; round++) {
                    if (t == 0) {
                        product.pack(1, weights);
                    } else if (t == 1) {
                        float[][] out = new float[16][64];
                        try (Lane lane = product.lane()) {
                            lane.load(rows, 16);
                            lane.multiply(0, out);
                        }
                        for (int r = 0; r < 16; r++) {
                            assertThat(out[r]).containsExactly(Arrays.copyOf(expected[r], 64));
                        }
                    }
                }
            });
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("precisions")
    void isZeroUntilItIsPacked(Precision precision) {
        ProductShape shape = new ProductShape(9, 70, 32, 4);
        try (EncoderProduct product = library.create(shape, precision);
                Lane lane = product.lane()) {
            assertThat(multiply(lane, shape, gaussian(1, 4, 9))).isDeepEqualTo(new float[4][70]);
        }
    }

    @ParameterizedTest
    @MethodSource("precisions")
    void packingATileAgainChangesOnlyThatTile(Precision precision) {
        ProductShape shape = new ProductShape(33, 70, 32, 8);
        float[][] rows = gaussian(1, 8, 33);
        float[][] before = gaussian(2, 70, 33);
        float[][] after = gaussian(3, 70, 33);
        for (int tile = 0; tile < shape.tiles(); tile++) {
            float[][] mixed = before.clone();
            System.arraycopy(after, shape.tileStart(tile), mixed, shape.tileStart(tile), shape.tileSize(tile));
            try (EncoderProduct product = packed(shape, precision, before);
                    Lane lane = product.lane()) {
                product.pack(tile, after);
                assertThat(multiply(lane, shape, rows)).isDeepEqualTo(product(shape, precision, mixed, rows));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("precisions")
    void writesNothingBeyondTheRowsAndFeaturesAsked(Precision precision) {
        ProductShape shape = new ProductShape(9, 70, 32, 8);
        try (EncoderProduct product = packed(shape, precision, gaussian(1, 70, 9));
                Lane lane = product.lane()) {
            float[][] out = filled(8, 40, 42);
            lane.load(gaussian(2, 8, 9), 5);
            lane.multiply(2, out);
            for (int r = 0; r < 8; r++) {
                for (int i = r < 5 ? 6 : 0; i < 40; i++) {
                    assertThat(out[r][i]).isEqualTo(42);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("precisions")
    void closingFreesAllThatItTook(Precision precision) {
        ProductShape shape = new ProductShape(256, 1000, 300, 32);
        cycle(shape, precision);
        long before = Pointer.totalBytes();
        for (int i = 0; i < 5; i++) {
            long taken = cycle(shape, precision);
            assertThat(taken).isGreaterThanOrEqualTo((long) shape.features() * shape.width() * Short.BYTES);
            assertThat(Pointer.totalBytes()).isEqualTo(before);
        }
    }

    private long cycle(ProductShape shape, Precision precision) {
        long before = Pointer.totalBytes();
        try (EncoderProduct product = packed(shape, precision, gaussian(1, shape.features(), shape.width()));
                Lane lane = product.lane()) {
            lane.load(gaussian(2, 3, shape.width()), 3);
            lane.multiply(0, new float[3][shape.tileSize(0)]);
            assertThat(product.bytes() + lane.bytes()).isLessThanOrEqualTo(Pointer.totalBytes() - before);
            return product.bytes();
        }
    }

    @Test
    void refusesPrecisionsThatItDoesNotOffer() {
        Stream.of(Precision.values())
                .filter(precision -> !library.offers(precision))
                .forEach(precision -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> library.create(new ProductShape(1, 1, 1, 1), precision))
                        .withMessageContaining(library.name())
                        .withMessageContaining(precision.name()));
    }

    @Test
    void refusesWhatDoesNotFitIntoMemory() {
        assumeThat(Pointer.maxPhysicalBytes()).isPositive();
        long before = Pointer.totalBytes();
        assertThatIllegalStateException()
                .isThrownBy(() -> library.create(new ProductShape(1 << 20, 1 << 20, 1024, 128), Precision.FLOAT32))
                .withMessageContaining("maxphysicalbytes");
        assertThat(Pointer.totalBytes()).isEqualTo(before);
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inParallel(ExecutorService threads, Work work) throws Exception {
        List<Future<?>> futures = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            futures.add(threads.submit(() -> {
                work.run(thread);
                return null;
            }));
        }
        for (Future<?> future : futures) {
            future.get();
        }
    }

    private EncoderProduct packed(ProductShape shape, Precision precision, float[][] weights) {
        EncoderProduct product = library.create(shape, precision);
        for (int tile = 0; tile < shape.tiles(); tile++) {
            product.pack(tile, weights);
        }
        return product;
    }

    /** All of {@code rows·weightsᵀ}, block by block. */
    private float[][] product(ProductShape shape, Precision precision, float[][] weights, float[][] rows) {
        try (EncoderProduct product = packed(shape, precision, weights);
                Lane lane = product.lane()) {
            return multiply(lane, shape, rows);
        }
    }

    private static float[][] multiply(Lane lane, ProductShape shape, float[][] rows) {
        float[][] all = new float[rows.length][shape.features()];
        float[][] out = new float[shape.blockRows()][shape.tileFeatures()];
        for (int start = 0; start < rows.length; start += shape.blockRows()) {
            int count = Math.min(shape.blockRows(), rows.length - start);
            lane.load(Arrays.copyOfRange(rows, start, start + count), count);
            for (int tile = 0; tile < shape.tiles(); tile++) {
                lane.multiply(tile, out);
                for (int r = 0; r < count; r++) {
                    System.arraycopy(out[r], 0, all[start + r], shape.tileStart(tile), shape.tileSize(tile));
                }
            }
        }
        return all;
    }

    private static void assertWithinBound(Precision precision, float[][] rows, float[][] weights, float[][] actual) {
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < weights.length; i++) {
                double exact = dot(rows[r], weights[i]);
                double bound = precision.errorBound(rows[r].length, norm(rows[r]), norm(weights[i]));
                double error = Math.abs(actual[r][i] - exact);
                boolean overflows = norm(rows[r]) * norm(weights[i]) > Float.MAX_VALUE;
                if (!(error <= bound) && !overflows) {
                    fail(
                            "[%d][%d]: got %s, expected %s, error %s of at most %s",
                            r, i, actual[r][i], exact, error, bound);
                }
            }
        }
    }

    private static double norm(float[] values) {
        return Math.sqrt(dot(values, values));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static float[][] filled(int rows, int width, float value) {
        float[][] filled = new float[rows][width];
        for (float[] row : filled) {
            Arrays.fill(row, value);
        }
        return filled;
    }

    private static float[][] gaussian(long seed, int rows, int width) {
        float[] values = Batches.gaussian(seed, rows * width);
        float[][] split = new float[rows][];
        for (int r = 0; r < rows; r++) {
            split[r] = Arrays.copyOfRange(values, r * width, (r + 1) * width);
        }
        return split;
    }
}
