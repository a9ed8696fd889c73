package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transpose of codes against a plain one. */
class FeatureCodesTest {
    private static final double ROUNDING = 1e-12;

    record Sample(int row, float value, float gradient) {}

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "67, 1", "67, 2", "67, 7", "1021, 3"})
    void samplesOfEachFeatureInOrderOfTheRows(int features, int threads) {
        int[] sizes = {16, 16, 16, 5};
        boolean[] sparse = {true, true, false, true};
        RowBlock[] ranges = new RowBlock[sizes.length];
        BlockCodes[] blocks = new BlockCodes[sizes.length];
        for (int b = 0; b < sizes.length; b++) {
            ranges[b] = new RowBlock(b, b * 16, sizes[b]);
            blocks[b] = BlockCodesTest.fill(BlockCodesTest.random(sizes[b], features), sizes[b]);
            for (int i = 0; i < blocks[b].size(); i++) {
                boolean fires = blocks[b].value[i] != 0;
                blocks[b].gradient[i] = fires || i % 2 == 0 ? 1 + b + 0.001f * i : 0;
                blocks[b].thresholdGradient[i] = blocks[b].kernel[i] != 0 ? 2 + 0.01f * i : 0;
                blocks[b].normGradient[i] = 3 - 0.01f * i;
            }
        }
        FeatureCodes codes = new FeatureCodes(features);
        try (Workers workers = new Workers(threads)) {
            for (int repeat = 0; repeat < 2; repeat++) {
                workers.lead(() -> {
                    codes.transpose(blocks, ranges, sparse, workers);
                    return true;
                });
                for (int j = 0; j < features; j++) {
                    assertFeature(codes, j, blocks, ranges, sparse);
                }
            }
        }
    }

    private static void assertFeature(
            FeatureCodes codes, int j, BlockCodes[] blocks, RowBlock[] ranges, boolean[] sparse) {
        List<Sample> expected = new ArrayList<>();
        int firings = 0;
        double bias = 0;
        double threshold = 0;
        double norm = 0;
        double sum = 0;
        for (int b = 0; b < blocks.length; b++) {
            for (int r = 0; sparse[b] && r < blocks[b].rows(); r++) {
                for (int i = blocks[b].start[r]; i < blocks[b].start[r + 1]; i++) {
                    if (blocks[b].feature[i] != j) {
                        continue;
                    }
                    threshold += blocks[b].thresholdGradient[i];
                    if (blocks[b].value[i] != 0 || blocks[b].gradient[i] != 0) {
                        expected.add(new Sample(ranges[b].first() + r, blocks[b].value[i], blocks[b].gradient[i]));
                        bias += blocks[b].gradient[i];
                    }
                    if (blocks[b].value[i] != 0) {
                        firings++;
                        norm += blocks[b].normGradient[i];
                        sum += blocks[b].value[i];
                    }
                }
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = codes.start[j]; i < codes.start[j + 1]; i++) {
            samples.add(new Sample(codes.row[i], codes.value[i], codes.gradient[i]));
        }
        assertThat(samples).isEqualTo(expected);
        assertThat(codes.firings[j]).isEqualTo(firings);
        assertThat(codes.reachesRows[j]).isEqualTo(!expected.isEmpty());
        assertThat(codes.biasGradient[j]).isCloseTo(bias, within(ROUNDING * (1 + Math.abs(bias))));
        assertThat(codes.thresholdGradient[j]).isCloseTo(threshold, within(ROUNDING * (1 + Math.abs(threshold))));
        assertThat(codes.normGradient[j]).isCloseTo(norm, within(ROUNDING * (1 + Math.abs(norm))));
        assertThat(codes.valueSum[j]).isCloseTo(sum, within(ROUNDING * (1 + Math.abs(sum))));
    }
}
