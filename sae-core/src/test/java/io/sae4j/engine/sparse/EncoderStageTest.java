package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.encoder.TopKEncoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.StepSettings;
import io.sae4j.engine.graph.TestParameters;
import io.sae4j.product.EncoderProduct;
import io.sae4j.product.OpenBlasLibrary;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibrary;
import io.sae4j.product.ProductShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** When products are rounded, and what stays right when that changes in the middle of a run. */
class EncoderStageTest {
    private static final int ROWS = 32;
    private static final double MANY = 1.0 / 32;
    private static final double BETWEEN = 1.0 / 128;
    private static final double FEW = 1.0 / 512;

    private final ObjectiveSpec spec = new ObjectiveSpec(8, 8, 40, new TopKEncoder(3, false), List.of(), false);
    private final ProductShape shape = Blocking.shape(spec, ROWS);
    private final RowBlock[] blocks = Blocking.blocks(ROWS, shape.blockRows());
    private final SaeState state = new SaeState(spec, TestParameters.random(spec, 1, DataType.FLOAT));
    private final EncoderRules rules = EncoderRules.of(spec, state, shape.blockRows());
    private final BatchRows rows = new BatchRows(spec, ROWS);
    private final Workers workers = new Workers(2);
    private final List<Precision> created = new ArrayList<>();

    @AfterEach
    void endWorkers() {
        workers.close();
    }

    @Test
    void followsWhatRowsLookAt() {
        workers.lead(() -> {
            try (EncoderStage stage = stage(true, FEW)) {
                assertThat(stage.isRounded()).isTrue();
                stage.adapt(BETWEEN);
                assertThat(stage.isRounded()).as("still rounded").isTrue();
                stage.adapt(MANY);
                assertThat(stage.isRounded()).as("too many looks").isFalse();
                stage.adapt(BETWEEN);
                assertThat(stage.isRounded()).as("still exact").isFalse();
                stage.adapt(FEW);
                assertThat(stage.isRounded()).as("few looks again").isTrue();
            }
            return true;
        });
        assertThat(created).containsExactly(Precision.BFLOAT16, Precision.FLOAT32, Precision.BFLOAT16);
    }

    @Test
    void neverRoundsWhereItMayNot() {
        workers.lead(() -> {
            try (EncoderStage stage = stage(false, FEW)) {
                stage.adapt(FEW);
                assertThat(stage.isRounded()).isFalse();
            }
            return true;
        });
        assertThat(created).containsExactly(Precision.FLOAT32);
    }

    @Test
    void startsExactWhereManyLooksAreExpected() {
        workers.lead(() -> {
            try (EncoderStage stage = stage(true, MANY)) {
                assertThat(stage.isRounded()).isFalse();
            }
            return true;
        });
    }

    @Test
    void aChangedPrecisionChoosesFromThePresentWeights() {
        for (float[] row : rows.inputs) {
            row[rows.inputs.length % row.length] = 1;
        }
        rules.selection().begin(new StepSettings(1, Map.of(), 1, new boolean[spec.dSae()]), ROWS);
        BlockCodes codes = new BlockCodes(shape.blockRows());
        workers.lead(() -> {
            try (EncoderStage stage = stage(true, FEW)) {
                float[][] weights = state.encoder.value;
                for (float[] row : weights) {
                    row[ROWS % row.length] = -1;
                }
                weights[17][ROWS % weights[17].length] = 5;
                stage.adapt(MANY);
                workers.run(1, (b, w) -> stage.worker(w).choose(blocks[0], codes));
            }
            return true;
        });
        for (int r = 0; r < codes.rows(); r++) {
            assertThat(codes.feature).as("row %s", r).contains(17);
            assertThat(codes.value[codes.start[r]]).isEqualTo(5 + state.encoderBias.value[17]);
        }
    }

    private EncoderStage stage(boolean mayScreen, double expectedShare) {
        return new EncoderStage(
                new BothPrecisions(),
                shape,
                state,
                workers,
                mayScreen,
                expectedShare,
                (product, rounded) -> new BlockWorker(
                        rows, shape, product, rounded, rules, new Decoding(state, rows, rule()), null, null, null));
    }

    private CodeRule rule() {
        return new CodeRule(state, rules.thresholds(), new Penalties(spec), false);
    }

    /** OpenBLAS, posing as a library with two precisions; its rounded products are exact, which no bound excludes. */
    private final class BothPrecisions implements ProductLibrary {
        private final OpenBlasLibrary exact = new OpenBlasLibrary();

        @Override
        public String name() {
            return "both";
        }

        @Override
        public Optional<String> obstacle() {
            return exact.obstacle();
        }

        @Override
        public boolean offers(Precision precision) {
            return true;
        }

        @Override
        public int preference() {
            return 0;
        }

        @Override
        public EncoderProduct create(ProductShape shape, Precision precision) {
            created.add(precision);
            return exact.create(shape, Precision.FLOAT32);
        }
    }
}
