package io.sae4j.encoder;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.graph.GraphEngine;
import io.sae4j.inference.Codec;
import io.sae4j.inference.Folding;
import io.sae4j.loss.Loss;
import io.sae4j.model.SparseCodes;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every encoder owes the rest of the library. Gradients are checked with the objective. */
abstract class EncoderContractTest {
    private static final int WIDTH = 6;
    private static final int FEATURES = 24;
    private static final int ROWS = 40;
    private static final int THREADS = 8;
    private static final double SAME_CODES = 2e-5;
    private static final double SAME_ROW = 1e-6;

    @TempDir
    Path directory;

    abstract Encoder encoder();

    /** The most features that may fire on a row. */
    int mostFiring() {
        return FEATURES;
    }

    /** Whether codes are scaled by the decoder norms while training, so that decoding divides by them. */
    boolean scaledByDecoderNorms() {
        return false;
    }

    /** The same encoder under another name; null for the built-in ones. */
    Encoder named(String name) {
        return null;
    }

    @BeforeEach
    void makeKnown() {
        if (named("any") != null) {
            Encoders.register(encoder());
        }
    }

    @ParameterizedTest(name = "input scale {0}, free decoder norms {1}")
    @CsvSource({"1.0, false", "0.37, false", "1.0, true", "3.1, true"})
    void codesAreThoseOfTrainingInRawUnits(double inputScale, boolean freeNorms) {
        Map<String, INDArray> parameters = parameters(freeNorms);
        float[] scaled = Batches.gaussian(5, ROWS * WIDTH);
        float[] expectedCodes = trainingCodes(parameters, scaled);
        float[] expectedRows = decode(parameters, expectedCodes, inputScale);
        if (encoder().learnsThresholdByAverage()) {
            parameters.put(Weights.THRESHOLD, justBelowTheSmallest(expectedCodes));
        }
        toRawUnits(parameters, expectedCodes, inputScale);
        assertThat(expectedCodes).as("some features fire").matches(EncoderContractTest::hasNonZero);

        Folding.Folded folded = Folding.fold(encoder(), parameters, inputScale, true, Map.of());
        Codec codec = new Codec(folded.config(), encoder(), folded.weights());
        float[] raw = scaled.clone();
        for (int i = 0; i < raw.length; i++) {
            raw[i] /= (float) inputScale;
        }
        float[] codes = new float[ROWS * FEATURES];
        float[] rows = new float[ROWS * WIDTH];
        codec.encodeBlock(raw, 0, ROWS, codes);
        codec.decodeBlock(codes, ROWS, rows);

        assertClose("codes", matrix(codes, FEATURES), matrix(expectedCodes, FEATURES), SAME_CODES);
        assertClose("reconstruction", matrix(rows, WIDTH), matrix(expectedRows, WIDTH), SAME_CODES);
        assertThat(folded.config().encoderInputScale()).isEqualTo(encoder().isHomogeneous() ? 1.0 : inputScale);
        if (encoder().foldsDecoderNorms()) {
            INDArray norms = folded.weights().get(Weights.W_DEC).norm2(1);
            assertThat(norms.sub(1).amaxNumber().doubleValue()).isLessThan(SAME_ROW);
        }
    }

    /** Random values around the initial ones; decoder rows of norm 1, or between 0.5 and 2. */
    private Map<String, INDArray> parameters(boolean freeNorms) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        float[] wDec = Batches.gaussian(1, FEATURES * WIDTH);
        for (int j = 0; j < FEATURES; j++) {
            double norm = norm(wDec, j) / (freeNorms ? 0.5 + 1.5 * j / FEATURES : 1.0);
            for (int c = 0; c < WIDTH; c++) {
                wDec[j * WIDTH + c] /= (float) norm;
            }
        }
        parameters.put(Weights.W_ENC, HostArrays.create(Batches.gaussian(2, WIDTH * FEATURES), WIDTH, FEATURES));
        parameters.put(Weights.W_DEC, HostArrays.create(wDec, FEATURES, WIDTH));
        parameters.put(Weights.B_ENC, HostArrays.create(Batches.gaussian(3, FEATURES), FEATURES));
        parameters.put(Weights.B_DEC, HostArrays.create(Batches.gaussian(4, WIDTH), WIDTH));
        long seed = 10;
        for (EncoderParameter parameter : encoder().parameters(FEATURES)) {
            int n = (int) Math.multiplyExact(parameter.shape()[0], 1L);
            float[] values = Batches.gaussian(seed++, n);
            for (int i = 0; i < n; i++) {
                values[i] = (float) (parameter.initialValue() + 0.1 * values[i]);
            }
            parameters.put(parameter.name(), HostArrays.create(values, parameter.shape()));
        }
        return parameters;
    }

    private float[] trainingCodes(Map<String, INDArray> parameters, float[] rows) {
        CodeProbe probe = new CodeProbe();
        ObjectiveSpec spec = new ObjectiveSpec(WIDTH, WIDTH, FEATURES, encoder(), List.of(Loss.of(probe, 0)), true);
        OptimizerSettings optimizer = new OptimizerSettings(0.9, 0.999, 1e-8, 1.0, false);
        try (GraphEngine engine = new GraphEngine(spec, optimizer, parameters, false, ROWS, 0)) {
            engine.step(
                    Batches.of(rows, WIDTH),
                    new StepSettings(1e-9, Map.of(probe.name(), 0.0), 1.0, new boolean[FEATURES]));
        }
        return probe.codes();
    }

    /** {@code (a·W_dec + b_dec)/s}, with codes divided by the decoder norms where they are scaled by them. */
    private float[] decode(Map<String, INDArray> parameters, float[] codes, double inputScale) {
        float[] wDec = HostArrays.toFloats(parameters.get(Weights.W_DEC));
        float[] bDec = HostArrays.toFloats(parameters.get(Weights.B_DEC));
        float[] rows = new float[ROWS * WIDTH];
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < WIDTH; c++) {
                double sum = bDec[c];
                for (int j = 0; j < FEATURES; j++) {
                    double norm = scaledByDecoderNorms() ? norm(wDec, j) : 1;
                    sum += codes[r * FEATURES + j] / norm * wDec[j * WIDTH + c];
                }
                rows[r * WIDTH + c] = (float) (sum / inputScale);
            }
        }
        return rows;
    }

    private void toRawUnits(Map<String, INDArray> parameters, float[] codes, double inputScale) {
        float[] wDec = HostArrays.toFloats(parameters.get(Weights.W_DEC));
        boolean normsMove = encoder().foldsDecoderNorms() && !scaledByDecoderNorms();
        for (int i = 0; i < codes.length; i++) {
            double norm = normsMove ? norm(wDec, i % FEATURES) : 1;
            codes[i] = (float) (codes[i] * norm / inputScale);
        }
    }

    /** What a run of such steps learns, less the rounding of products. */
    private static INDArray justBelowTheSmallest(float[] codes) {
        float smallest = Float.POSITIVE_INFINITY;
        for (float code : codes) {
            smallest = code > 0 ? Math.min(smallest, code) : smallest;
        }
        float[] threshold = new float[FEATURES];
        Arrays.fill(threshold, (float) (smallest * (1 - SAME_CODES)));
        return HostArrays.create(threshold, FEATURES);
    }

    private static double norm(float[] matrix, int row) {
        double squares = 0;
        for (int c = 0; c < WIDTH; c++) {
            squares += (double) matrix[row * WIDTH + c] * matrix[row * WIDTH + c];
        }
        return Math.sqrt(squares);
    }

    private static boolean hasNonZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void rowsAreAsSparseAsPromised() {
        SparseCodes codes = train(encoder()).encode(acts());
        for (int r = 0; r < codes.rows(); r++) {
            assertThat(codes.count(r)).isLessThanOrEqualTo(mostFiring());
            for (float value : codes.values(r)) {
                assertThat(value).isNotZero().isFinite();
            }
        }
        assertThat(codes.nonZeros()).isPositive();
    }

    @Test
    void aSavedOneLoadsToTheBit() {
        SparseAutoencoder sae = train(encoder());
        sae.save(directory.resolve("sae"));
        SparseAutoencoder again = SparseAutoencoder.load(directory.resolve("sae"));

        assertThat(again.config().withMetadata(Map.of())).isEqualTo(sae.config());
        List<String> tensors = new ArrayList<>(List.of(Weights.W_ENC, Weights.B_ENC, Weights.W_DEC, Weights.B_DEC));
        if (encoder().inferenceSpec().name().equals(JumpReluEncoder.NAME)) {
            tensors.add(Weights.THRESHOLD);
        } else {
            encoder().parameters(FEATURES).forEach(parameter -> tensors.add(parameter.name()));
        }
        for (String tensor : tensors) {
            assertThat(HostArrays.toFloats(again.weights(tensor)))
                    .as(tensor)
                    .containsExactly(HostArrays.toFloats(sae.weights(tensor)));
        }
        assertThat(dense(again.encode(acts()))).containsExactly(dense(sae.encode(acts())));
        // SAELens saves densities as logarithms in single precision.
        assertThat(again.featureDensity().orElseThrow())
                .containsExactly(sae.featureDensity().orElseThrow(), within(SAME_ROW));
    }

    @Test
    void provenanceNamesTheEncoder() {
        assertThat(train(encoder()).provenance().recipe().get("encoder"))
                .isEqualTo(Map.of(
                        "name", encoder().name(), "settings", encoder().spec().settings()));
    }

    @Test
    void anUnknownNameIsAskedForOnLoading() {
        String name = encoder().name() + "-nobody-knows";
        Encoder unknown = named(name);
        assumeTrue(unknown != null, "built in");
        SparseAutoencoder sae = train(unknown);
        Path saved = directory.resolve("sae");
        sae.save(saved);

        assertThatThrownBy(() -> SparseAutoencoder.load(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("encoder '" + name + "' is not known here")
                .hasMessageContaining("Encoders.register(...)")
                .hasMessageContaining("jumprelu, ");

        Encoders.register(unknown);
        assertThat(dense(SparseAutoencoder.load(saved).encode(acts()))).containsExactly(dense(sae.encode(acts())));
    }

    @Test
    void eightThreadsEncodeAsOneDoes() throws Exception {
        SparseAutoencoder sae = train(encoder());
        INDArray[] batches = new INDArray[THREADS];
        float[][] expected = new float[THREADS][];
        for (int t = 0; t < THREADS; t++) {
            int rows = 1 + 37 * t;
            batches[t] = HostArrays.create(Batches.gaussian(100 + t, rows * WIDTH), rows, WIDTH);
            expected[t] = dense(sae.encode(batches[t]));
        }
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int batch = t;
                results.add(pool.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        assertThat(dense(sae.encode(batches[batch]))).containsExactly(expected[batch]);
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aRowsCodesDoNotDependOnItsBatch() {
        SparseAutoencoder sae = train(encoder());
        INDArray acts = acts();
        INDArray all = sae.encodeDense(acts);
        for (int r = 0; r < ROWS; r++) {
            INDArray row = HostArrays.create(HostArrays.toFloats(acts.getRow(r)), 1, WIDTH);
            assertClose("row " + r, sae.encodeDense(row), all.getRow(r).reshape(1, FEATURES), SAME_ROW);
        }
    }

    private static SparseAutoencoder train(Encoder encoder) {
        return SparseAutoencoder.builder()
                .hiddenDim(FEATURES)
                .encoder(encoder)
                .steps(8)
                .batchSize(ROWS / 2)
                .fit(acts());
    }

    /** Rows far from mean norm √d, so that training scales them. */
    private static INDArray acts() {
        return matrix(Batches.gaussian(7, ROWS * WIDTH), WIDTH).muli(5).addi(1);
    }

    private static INDArray matrix(float[] values, int width) {
        return HostArrays.create(values, values.length / width, width);
    }

    private static float[] dense(SparseCodes codes) {
        float[] all = new float[codes.rows() * codes.dSae()];
        codes.scatter(0, codes.rows(), all);
        return all;
    }
}
