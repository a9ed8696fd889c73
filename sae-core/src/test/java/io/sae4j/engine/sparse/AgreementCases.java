package io.sae4j.engine.sparse;

import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.encoder.Kernel;
import io.sae4j.encoder.ReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.sparse.AgreementCase.Kind;
import io.sae4j.engine.sparse.AgreementCase.Setting;
import io.sae4j.engine.sparse.AgreementCase.Shape;
import io.sae4j.loss.AuxK;
import io.sae4j.loss.L0Quadratic;
import io.sae4j.loss.L0Step;
import io.sae4j.loss.L0Tanh;
import io.sae4j.loss.L1;
import io.sae4j.loss.LossTerm;
import io.sae4j.loss.Lp;
import io.sae4j.loss.NestedReconstruction;
import io.sae4j.loss.NestedReconstruction.Level;
import io.sae4j.loss.PAnnealed;
import io.sae4j.loss.PreActivation;
import java.util.List;
import java.util.stream.Stream;

/** Every encoder, loss, shape, kind of data and setting, in combinations that may interact. */
final class AgreementCases {
    static final Encoder RELU = new ReluEncoder();
    static final Encoder TOP_K = new TopKEncoder(3, false);
    static final Encoder TOP_K_RESCALED = new TopKEncoder(3, true);
    static final Encoder BATCH_TOP_K = new BatchTopKEncoder(3, false);
    static final Encoder BATCH_TOP_K_RESCALED = new BatchTopKEncoder(3, true);
    static final Encoder RAW_NARROW = new JumpReluEncoder(ThresholdForm.RAW, 0.5, 0.05);
    static final Encoder RAW_WIDE = new JumpReluEncoder(ThresholdForm.RAW, 0.5, 3);
    static final Encoder LOG_NARROW = new JumpReluEncoder(ThresholdForm.LOG, 0.5, 0.05);
    static final Encoder LOG_WIDE = new JumpReluEncoder(ThresholdForm.LOG, 0.5, 2);

    static final Encoder RAW_TRIANGLE = new JumpReluEncoder(ThresholdForm.RAW, 0.5, 2).withKernel(Kernel.TRIANGLE);
    static final Encoder LOG_QUADRATIC = new JumpReluEncoder(ThresholdForm.LOG, 0.5, 1).withKernel(Kernel.QUADRATIC);
    static final Encoder RAW_GAUSSIAN = new JumpReluEncoder(ThresholdForm.RAW, 0.5, 0.5).withKernel(Kernel.GAUSSIAN);
    static final Encoder RAW_THROUGH = new JumpReluEncoder(ThresholdForm.RAW, 0.5, 1).withStraightThroughToInput();
    static final Encoder LOG_THROUGH = new JumpReluEncoder(ThresholdForm.LOG, 0.5, 2)
            .withKernel(Kernel.LOGISTIC)
            .withStraightThroughToInput();
    static final Encoder RAW_NARROW_THROUGH = new JumpReluEncoder(ThresholdForm.RAW, 0.5, 0.2)
            .withKernel(Kernel.TRIANGLE)
            .withStraightThroughToInput();

    static final LossTerm L1 = new L1(false);
    static final LossTerm L1_NORMS = new L1(true);
    static final LossTerm STEP = new L0Step();
    static final LossTerm LP = new Lp(0.5);
    static final LossTerm LP_ONE = new Lp(1);
    static final LossTerm ANNEALED = new PAnnealed(0.2, 0, 1);
    static final LossTerm QUADRATIC = new L0Quadratic(1.5);
    static final LossTerm TANH = new L0Tanh(4);
    static final LossTerm PULL_DEAD = new PreActivation(false);
    static final LossTerm PULL_ALL = new PreActivation(true);
    static final LossTerm AUX_K = new AuxK(AuxK.Form.NORMALISED);
    static final LossTerm AUX_K_SIGNED = new AuxK(AuxK.Form.SIGNED);
    static final LossTerm AUX_K_BIASED = new AuxK(AuxK.Form.SAELENS_6_18);

    /** Levels of weights of their own, the first of which holds the feature that some kinds of data keep silent, and little else. */
    static final LossTerm HEAVY =
            new NestedReconstruction(List.of(new Level(2, 0.25), new Level(13, 3), new Level(30, 0.5)));

    private static final Shape SMALL = new Shape(8, 8, 24, 16);
    private static final Shape ONE_ROW = new Shape(7, 7, 21, 1);
    private static final Shape THREE = new Shape(5, 5, 3, 50);
    private static final Shape ODD = new Shape(13, 13, 67, 37);
    private static final Shape PRIME = new Shape(11, 11, 1021, 45);
    private static final Shape TILES = new Shape(9, 9, 4200, 33);
    private static final Shape BLOCKS = new Shape(6, 6, 40, 4111);
    private static final Shape MIDDLE = new Shape(12, 12, 130, 300);
    private static final Shape TRANSCODER = new Shape(10, 7, 67, 30);
    private static final Shape WIDENING_TRANSCODER = new Shape(4, 9, 29, 35);
    private static final Shape SKIP = Shape.skip(10, 7, 67, 30);
    private static final Shape WIDE_SKIP = Shape.skip(5, 131, 40, 520);
    private static final Shape SQUARE_SKIP = Shape.skip(9, 9, 130, 300);
    private static final Shape PARTS = Shape.parts(67, 37, 3, 6, 4);
    private static final Shape MANY_PARTS = Shape.parts(130, 300, 1, 5, 2, 4);
    private static final Shape ONE_FEATURE = new Shape(3, 3, 1, 9);
    private static final Shape WIDTH_ONE = new Shape(1, 1, 5, 20);

    private AgreementCases() {}

    static Stream<AgreementCase> all() {
        return Stream.of(
                usual(TOP_K, SMALL),
                usual(TOP_K, ODD, AUX_K),
                usual(TOP_K, ONE_ROW, AUX_K_BIASED),
                usual(TOP_K, THREE, AUX_K),
                of(TOP_K, PRIME, Kind.HOT, Setting.WIDENED, AUX_K_BIASED),
                of(TOP_K, TILES, Kind.SILENT, Setting.WIDENED, AUX_K),
                of(TOP_K, BLOCKS, Kind.GAUSSIAN, Setting.ALL_DEAD, AUX_K),
                of(TOP_K, TRANSCODER, Kind.GAUSSIAN, Setting.USUAL, AUX_K_BIASED),
                of(TOP_K, WIDENING_TRANSCODER, Kind.SILENT, Setting.WARM_UP, AUX_K),
                of(TOP_K, MIDDLE, Kind.DENSE, Setting.NOTHING_DEAD, AUX_K),
                usual(TOP_K_RESCALED, MIDDLE, AUX_K_BIASED),
                of(TOP_K_RESCALED, ODD, Kind.HOT, Setting.USUAL, L1_NORMS, AUX_K),
                of(TOP_K_RESCALED, SMALL, Kind.SILENT, Setting.WIDENED, TANH),
                usual(TOP_K, WIDTH_ONE),
                of(TOP_K, ODD, Kind.HOT, Setting.WIDENED, AUX_K_SIGNED),
                of(BATCH_TOP_K_RESCALED, SMALL, Kind.GAUSSIAN, Setting.ALL_DEAD, AUX_K_SIGNED),
                usual(RELU, MIDDLE, L1, AUX_K_SIGNED),
                of(RELU, TRANSCODER, Kind.FEW, Setting.USUAL, L1_NORMS, AUX_K_SIGNED),
                of(RAW_NARROW, PRIME, Kind.MIXED, Setting.USUAL, STEP, AUX_K_SIGNED),
                usual(BATCH_TOP_K, SMALL, AUX_K),
                usual(BATCH_TOP_K, ONE_ROW),
                of(BATCH_TOP_K, THREE, Kind.SILENT, Setting.USUAL, L1),
                of(BATCH_TOP_K, BLOCKS, Kind.HOT, Setting.WIDENED, AUX_K_BIASED),
                of(BATCH_TOP_K, TILES, Kind.GAUSSIAN, Setting.WARM_UP, AUX_K),
                of(BATCH_TOP_K, TRANSCODER, Kind.SILENT, Setting.WIDENED, TANH),
                of(BATCH_TOP_K_RESCALED, MIDDLE, Kind.HOT, Setting.USUAL, AUX_K),
                of(BATCH_TOP_K_RESCALED, ODD, Kind.DENSE, Setting.WIDENED, AUX_K_BIASED, L1_NORMS),
                usual(RELU, SMALL, L1),
                usual(RELU, ONE_FEATURE, L1_NORMS),
                of(RELU, PRIME, Kind.FEW, Setting.USUAL, L1_NORMS, AUX_K),
                of(RELU, ODD, Kind.SILENT, Setting.USUAL, L1_NORMS, AUX_K_BIASED),
                of(RELU, MIDDLE, Kind.MIXED, Setting.USUAL, L1, AUX_K_BIASED),
                of(RELU, TRANSCODER, Kind.FEW, Setting.USUAL, TANH),
                of(RELU, ODD, Kind.HOT, Setting.USUAL, L1_NORMS),
                of(RELU, MIDDLE, Kind.DENSE, Setting.USUAL, L1, AUX_K_BIASED),
                of(RELU, BLOCKS, Kind.GAUSSIAN, Setting.WARM_UP, L1),
                of(RELU, WIDENING_TRANSCODER, Kind.HOT, Setting.USUAL, TANH),
                usual(RELU, WIDTH_ONE, L1),
                usual(RAW_NARROW, MIDDLE, STEP, PULL_DEAD),
                of(RAW_NARROW, TILES, Kind.FEW, Setting.USUAL, STEP, PULL_ALL),
                of(RAW_NARROW, MIDDLE, Kind.MIXED, Setting.USUAL, STEP, PULL_DEAD, AUX_K),
                of(RAW_NARROW, ODD, Kind.SILENT, Setting.NOTHING_DEAD, STEP, PULL_DEAD, AUX_K),
                of(RAW_NARROW, TRANSCODER, Kind.GAUSSIAN, Setting.ALL_DEAD, STEP, PULL_DEAD),
                usual(RAW_WIDE, ONE_ROW, TANH, PULL_ALL),
                of(RAW_WIDE, MIDDLE, Kind.HOT, Setting.USUAL, STEP, PULL_DEAD),
                of(RAW_WIDE, ODD, Kind.DENSE, Setting.USUAL, L1_NORMS, PULL_ALL),
                usual(LOG_NARROW, SMALL, STEP, PULL_DEAD),
                of(LOG_NARROW, PRIME, Kind.SILENT, Setting.USUAL, TANH, PULL_ALL),
                of(LOG_NARROW, MIDDLE, Kind.FEW, Setting.WARM_UP, STEP, PULL_DEAD),
                of(LOG_NARROW, ODD, Kind.FEW, Setting.ALL_DEAD, L1_NORMS, STEP, PULL_DEAD),
                of(LOG_WIDE, WIDENING_TRANSCODER, Kind.SILENT, Setting.USUAL, STEP, PULL_DEAD, AUX_K_BIASED),
                of(LOG_WIDE, ODD, Kind.HOT, Setting.USUAL, TANH, PULL_DEAD),
                of(LOG_WIDE, PRIME, Kind.MIXED, Setting.USUAL, TANH, PULL_ALL),
                usual(LOG_WIDE, THREE, L1, STEP, PULL_ALL),
                usual(TOP_K, SMALL, matryoshka(6)),
                usual(TOP_K, ODD, matryoshka(1, 20, 66), AUX_K),
                of(TOP_K, BLOCKS, Kind.SILENT, Setting.ALL_DEAD, matryoshka(1, 10), AUX_K_BIASED),
                of(TOP_K, TRANSCODER, Kind.SILENT, Setting.WIDENED, matryoshka(8, 30), AUX_K),
                of(TOP_K, TILES, Kind.GAUSSIAN, Setting.WARM_UP, matryoshka(1024, 1030, 3000), AUX_K),
                usual(TOP_K_RESCALED, MIDDLE, HEAVY, AUX_K_BIASED),
                of(TOP_K_RESCALED, ODD, Kind.HOT, Setting.USUAL, matryoshka(5), TANH),
                usual(BATCH_TOP_K, ODD, HEAVY, AUX_K),
                of(BATCH_TOP_K, TILES, Kind.SILENT, Setting.WIDENED, matryoshka(3, 2000), L1),
                of(BATCH_TOP_K_RESCALED, BLOCKS, Kind.GAUSSIAN, Setting.USUAL, matryoshka(10), AUX_K_BIASED),
                of(BATCH_TOP_K_RESCALED, MIDDLE, Kind.HOT, Setting.WIDENED, HEAVY, L1_NORMS, AUX_K),
                of(RELU, PRIME, Kind.FEW, Setting.USUAL, matryoshka(1, 500, 1020), L1_NORMS, AUX_K),
                of(RELU, MIDDLE, Kind.MIXED, Setting.USUAL, HEAVY, L1, AUX_K_BIASED),
                of(RELU, MIDDLE, Kind.DENSE, Setting.USUAL, matryoshka(16), L1, AUX_K_BIASED),
                usual(RELU, TILES, matryoshka(1024, 1030, 3000), L1_NORMS, AUX_K),
                usual(RELU, WIDENING_TRANSCODER, matryoshka(7, 13), TANH),
                usual(RAW_NARROW, MIDDLE, matryoshka(4, 100), STEP, PULL_DEAD),
                of(RAW_NARROW, TILES, Kind.FEW, Setting.USUAL, HEAVY, STEP, PULL_ALL, AUX_K),
                of(LOG_WIDE, ODD, Kind.DENSE, Setting.USUAL, HEAVY, L1_NORMS, PULL_ALL),
                of(LOG_WIDE, PRIME, Kind.MIXED, Setting.USUAL, matryoshka(9, 800), TANH, PULL_DEAD, AUX_K),
                usual(TOP_K, SKIP, matryoshka(10, 40), AUX_K),
                of(TOP_K_RESCALED, WIDE_SKIP, Kind.HOT, Setting.WIDENED, AUX_K_BIASED),
                of(BATCH_TOP_K, SQUARE_SKIP, Kind.SILENT, Setting.USUAL, AUX_K),
                of(RELU, SQUARE_SKIP, Kind.DENSE, Setting.USUAL, L1_NORMS),
                of(RELU, WIDE_SKIP, Kind.FEW, Setting.USUAL, L1, AUX_K),
                of(RAW_NARROW, SQUARE_SKIP, Kind.MIXED, Setting.USUAL, STEP, PULL_DEAD),
                usual(LOG_WIDE, SKIP, TANH, PULL_ALL),
                usual(RELU, PARTS, L1_NORMS),
                of(RELU, MANY_PARTS, Kind.DENSE, Setting.USUAL, L1_NORMS, AUX_K_BIASED),
                of(RELU, MANY_PARTS, Kind.FEW, Setting.USUAL, TANH, AUX_K_BIASED),
                usual(TOP_K, PARTS, AUX_K),
                of(BATCH_TOP_K, MANY_PARTS, Kind.HOT, Setting.USUAL, L1_NORMS),
                of(RAW_WIDE, MANY_PARTS, Kind.MIXED, Setting.USUAL, TANH, PULL_ALL),
                of(LOG_NARROW, PARTS, Kind.FEW, Setting.ALL_DEAD, L1_NORMS, STEP, PULL_DEAD),
                of(RELU, MANY_PARTS, Kind.MIXED, Setting.USUAL, LP, ANNEALED, AUX_K),
                usual(RAW_THROUGH, PARTS, TANH, QUADRATIC, LP),
                usual(RELU, SMALL, LP),
                usual(RELU, ONE_FEATURE, LP_ONE),
                usual(RELU, ONE_ROW, ANNEALED, LP),
                of(RELU, MIDDLE, Kind.MIXED, Setting.USUAL, LP, AUX_K),
                of(RELU, PRIME, Kind.FEW, Setting.USUAL, ANNEALED, AUX_K_BIASED),
                of(RELU, TILES, Kind.DENSE, Setting.USUAL, LP),
                of(RELU, BLOCKS, Kind.MIXED, Setting.USUAL, ANNEALED, L1, AUX_K),
                of(RELU, TRANSCODER, Kind.SILENT, Setting.USUAL, LP),
                of(RELU, ODD, Kind.HOT, Setting.WARM_UP, ANNEALED),
                of(TOP_K_RESCALED, ODD, Kind.HOT, Setting.USUAL, LP, AUX_K),
                of(BATCH_TOP_K_RESCALED, MIDDLE, Kind.SILENT, Setting.WIDENED, ANNEALED, LP_ONE),
                of(RAW_WIDE, MIDDLE, Kind.HOT, Setting.USUAL, LP, PULL_DEAD),
                of(LOG_THROUGH, ODD, Kind.FEW, Setting.USUAL, LP, ANNEALED, STEP, AUX_K),
                of(RAW_THROUGH, MIDDLE, Kind.DENSE, Setting.USUAL, LP, PULL_ALL),
                usual(RAW_NARROW, SMALL, QUADRATIC),
                of(RAW_NARROW, TILES, Kind.FEW, Setting.USUAL, QUADRATIC, PULL_ALL),
                of(RAW_NARROW, BLOCKS, Kind.MIXED, Setting.USUAL, QUADRATIC, STEP, AUX_K),
                of(RAW_NARROW, MIDDLE, Kind.DENSE, Setting.USUAL, QUADRATIC),
                of(LOG_WIDE, MIDDLE, Kind.MIXED, Setting.USUAL, QUADRATIC, L1_NORMS, PULL_DEAD),
                of(LOG_NARROW, TRANSCODER, Kind.SILENT, Setting.USUAL, QUADRATIC, AUX_K),
                of(LOG_NARROW, ODD, Kind.SILENT, Setting.WARM_UP, QUADRATIC),
                usual(RAW_TRIANGLE, MIDDLE, STEP, PULL_DEAD),
                of(RAW_TRIANGLE, PRIME, Kind.FEW, Setting.USUAL, QUADRATIC, AUX_K_BIASED),
                of(LOG_QUADRATIC, ODD, Kind.HOT, Setting.USUAL, TANH, PULL_ALL),
                of(LOG_QUADRATIC, PRIME, Kind.MIXED, Setting.USUAL, STEP),
                of(RAW_GAUSSIAN, MIDDLE, Kind.FEW, Setting.USUAL, STEP, AUX_K),
                of(RAW_GAUSSIAN, ODD, Kind.DENSE, Setting.USUAL, L1_NORMS, QUADRATIC),
                usual(RAW_THROUGH, SMALL, STEP, PULL_DEAD),
                usual(RAW_THROUGH, ONE_ROW, TANH, PULL_ALL),
                of(RAW_THROUGH, MIDDLE, Kind.HOT, Setting.USUAL, TANH, PULL_ALL),
                of(RAW_THROUGH, MIDDLE, Kind.MIXED, Setting.USUAL, STEP, PULL_ALL, AUX_K),
                of(RAW_THROUGH, TRANSCODER, Kind.SILENT, Setting.ALL_DEAD, QUADRATIC, PULL_DEAD, AUX_K_BIASED),
                of(RAW_NARROW_THROUGH, TILES, Kind.FEW, Setting.USUAL, TANH, PULL_ALL),
                of(RAW_NARROW_THROUGH, PRIME, Kind.FEW, Setting.USUAL, QUADRATIC, PULL_DEAD, AUX_K),
                of(RAW_NARROW_THROUGH, MIDDLE, Kind.DENSE, Setting.USUAL, STEP),
                usual(LOG_THROUGH, THREE, L1, STEP, PULL_ALL),
                of(LOG_THROUGH, MIDDLE, Kind.MIXED, Setting.USUAL, QUADRATIC, TANH, PULL_ALL),
                usual(RAW_NARROW_THROUGH, MIDDLE, matryoshka(4, 100), QUADRATIC, LP, PULL_ALL),
                of(RAW_GAUSSIAN, MIDDLE, Kind.MIXED, Setting.USUAL, HEAVY, QUADRATIC, LP, AUX_K),
                of(TOP_K_RESCALED, TRANSCODER, Kind.HOT, Setting.USUAL, matryoshka(8, 30), ANNEALED, LP),
                of(LOG_THROUGH, WIDENING_TRANSCODER, Kind.GAUSSIAN, Setting.USUAL, L1_NORMS, QUADRATIC, AUX_K));
    }

    private static LossTerm matryoshka(int... widths) {
        return NestedReconstruction.of(widths);
    }

    /** One of each encoder. */
    static Stream<AgreementCase> eachEncoder(Shape shape) {
        return Stream.of(
                usual(TOP_K, shape, AUX_K),
                usual(TOP_K_RESCALED, shape, AUX_K_BIASED),
                usual(BATCH_TOP_K, shape, AUX_K),
                usual(BATCH_TOP_K_RESCALED, shape),
                usual(RELU, shape, L1_NORMS),
                of(RELU, shape, Kind.FEW, Setting.USUAL, L1_NORMS, AUX_K),
                of(BATCH_TOP_K_RESCALED, shape, Kind.GAUSSIAN, Setting.WIDENED, HEAVY, AUX_K),
                usual(RELU, shape, HEAVY, L1),
                of(RAW_NARROW, shape, Kind.FEW, Setting.USUAL, STEP, PULL_DEAD),
                of(LOG_NARROW, shape, Kind.MIXED, Setting.USUAL, STEP, PULL_ALL),
                usual(LOG_WIDE, shape, TANH, PULL_ALL, AUX_K));
    }

    private static AgreementCase usual(Encoder encoder, Shape shape, LossTerm... terms) {
        return of(encoder, shape, Kind.GAUSSIAN, Setting.USUAL, terms);
    }

    private static AgreementCase of(Encoder encoder, Shape shape, Kind kind, Setting setting, LossTerm... terms) {
        return new AgreementCase(encoder, List.of(terms), shape, kind, setting);
    }
}
