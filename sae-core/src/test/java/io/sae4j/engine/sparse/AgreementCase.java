package io.sae4j.engine.sparse;

import io.sae4j.data.Batch;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.graph.TestParameters;
import io.sae4j.loss.Loss;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.PAnnealed;
import io.sae4j.model.Weights;
import io.sae4j.testing.Batches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An objective, a shape and a kind of data, from which both engines start alike. */
record AgreementCase(Encoder encoder, List<LossTerm> terms, Shape shape, Kind kind, Setting setting) {
    private static final double COEFFICIENT = 0.3;
    private static final double LARGE = 40;
    /** Enough for a feature to fire on every row; more would leave the residuals' variance to rounding. */
    private static final double WARM = 10;

    /** Pre-activations are lowered by so many of their standard deviations. */
    private static final double RARE = 2.2;

    /** The middle of an annealing. */
    private static final Map<String, Map<String, Double>> ANNEALED = Map.of(
            PAnnealed.NAME, Map.of(PAnnealed.EXPONENT, 0.6, PAnnealed.NEXT_EXPONENT, 0.55, PAnnealed.SCALE, 1.3));

    private static final float QUIET = 0.3f;
    private static final float LOUD = 3;
    private static final int SILENT = 1;
    private static final int HOT = 0;
    private static final int EMPTY_ROW = 2;

    /**
     * @param skip whether there is a skip connection
     * @param parts of a crosscoder's rows
     */
    record Shape(int dIn, int dOut, int dSae, int rows, boolean skip, List<Integer> parts) {
        Shape(int dIn, int dOut, int dSae, int rows) {
            this(dIn, dOut, dSae, rows, false, List.of());
        }

        static Shape skip(int dIn, int dOut, int dSae, int rows) {
            return new Shape(dIn, dOut, dSae, rows, true, List.of());
        }

        static Shape parts(int dSae, int rows, Integer... widths) {
            int d = Stream.of(widths).mapToInt(Integer::intValue).sum();
            return new Shape(d, d, dSae, rows, false, List.of(widths));
        }

        /** Whether targets are those of a transcoder. */
        boolean ownTargets() {
            return skip || dIn != dOut;
        }
    }

    /** What is special about parameters and rows. */
    enum Kind {
        GAUSSIAN,
        /** A feature that never fires, and a row that no feature fires on. */
        SILENT,
        /** A feature that fires on every row, one that never does, and a decoder row of zeros. */
        HOT,
        /** Every feature fires on every row, where the encoder lets it. */
        DENSE,
        /** Few features fire on a row, whatever the encoder. */
        FEW,
        /** Few features fire on the rows of the first half, many on those of the second. */
        MIXED
    }

    /** What a step is told. */
    enum Setting {
        USUAL,
        /** Loss terms are still at coefficient 0. */
        WARM_UP,
        /** Encoders choose more features than k. */
        WIDENED,
        NOTHING_DEAD,
        ALL_DEAD
    }

    ObjectiveSpec spec() {
        List<Loss> losses =
                terms.stream().map(term -> Loss.of(term, COEFFICIENT)).toList();
        return new ObjectiveSpec(
                shape.dIn, shape.dOut, shape.dSae, encoder, losses, shape.dIn == shape.dOut, shape.skip, shape.parts);
    }

    Map<String, INDArray> parameters() {
        Map<String, INDArray> parameters = TestParameters.random(spec(), 5, DataType.FLOAT);
        INDArray bias = parameters.get(Weights.B_ENC);
        switch (kind) {
            case SILENT -> {
                bias.assign(bias.mul(bias).neg());
                bias.putScalar(SILENT, -LARGE);
            }
            case HOT -> {
                bias.putScalar(HOT, WARM);
                bias.putScalar(SILENT, -LARGE);
                parameters
                        .get(Weights.W_DEC)
                        .putRow(
                                shape.dSae - 1,
                                parameters.get(Weights.W_DEC).getRow(0).mul(0));
            }
            case DENSE -> bias.addi(LARGE);
            case FEW -> bias.subi(RARE * spread());
            case MIXED -> bias.subi(spread());
            default -> {}
        }
        return parameters;
    }

    /** Standard deviation of pre-activations, by {@link TestParameters}. */
    private double spread() {
        return 0.5 * Math.sqrt(shape.dIn);
    }

    /** Batch number {@code seed}; the first entries of {@code parameters} make the row that no feature fires on. */
    Batch batch(long seed, Map<String, INDArray> parameters) {
        float[] inputs = Batches.gaussian(seed, shape.rows * shape.dIn);
        if (kind == Kind.SILENT && shape.rows > EMPTY_ROW) {
            for (int i = 0; i < shape.dIn; i++) {
                inputs[EMPTY_ROW * shape.dIn + i] = shape.dIn != shape.dOut
                        ? 0
                        : parameters.get(Weights.B_DEC).getFloat(i);
            }
        }
        for (int i = 0; kind == Kind.MIXED && i < inputs.length; i++) {
            inputs[i] *= i < inputs.length / 2 ? QUIET : LOUD;
        }
        if (!shape.ownTargets()) {
            return Batches.of(inputs, shape.dIn);
        }
        Batch batch = Batch.withTargets(shape.rows, shape.dIn, shape.dOut);
        batch.append(shape.rows, 0);
        System.arraycopy(inputs, 0, batch.input(), 0, inputs.length);
        float[] targets = Batches.gaussian(seed + 100, shape.rows * shape.dOut);
        System.arraycopy(targets, 0, batch.target(), 0, targets.length);
        return batch;
    }

    StepSettings settings(double rate) {
        Map<String, Double> coefficients = new HashMap<>();
        terms.forEach(term -> coefficients.put(term.name(), setting == Setting.WARM_UP ? 0 : COEFFICIENT));
        boolean[] dead = new boolean[shape.dSae];
        for (int j = 0; j < dead.length; j++) {
            dead[j] = setting == Setting.ALL_DEAD || (setting != Setting.NOTHING_DEAD && j % 3 == 0);
        }
        return new StepSettings(rate, coefficients, setting == Setting.WIDENED ? 1.6 : 1, dead, ANNEALED);
    }

    @Override
    public String toString() {
        return encoder.spec() + " " + terms + " " + shape + " " + kind + " " + setting;
    }
}
