package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockCodesTest {
    record Code(int row, int feature, float value, float kernel) {}

    @Test
    void holdsWhatWasAddedHoweverMuchItIs() {
        List<Code> added = random(40, 200);
        BlockCodes codes = fill(added, 40);
        assertThat(codes.size()).isEqualTo(added.size()).isGreaterThan(2048);
        assertThat(codes.gradient.length).isGreaterThanOrEqualTo(codes.size());
        assertThat(codes.thresholdGradient.length).isGreaterThanOrEqualTo(codes.size());
        assertThat(codes.normGradient.length).isGreaterThanOrEqualTo(codes.size());
        assertThat(read(codes)).isEqualTo(added);
    }

    @Test
    void keepDropsTheOthersInOrder() {
        List<Code> added = random(17, 60);
        BlockCodes codes = fill(added, 17);
        codes.keep((row, feature, value) -> row != 3 && feature % 3 == row % 3 && value > 0);
        List<Code> expected = added.stream()
                .filter(code -> code.row != 3 && code.feature % 3 == code.row % 3 && code.value > 0)
                .toList();
        assertThat(expected).isNotEmpty();
        assertThat(read(codes)).isEqualTo(expected);
        assertThat(codes.rows()).isEqualTo(17);
        codes.keep((row, feature, value) -> true);
        assertThat(read(codes)).isEqualTo(expected);
        codes.keep((row, feature, value) -> false);
        assertThat(codes.size()).isZero();
        assertThat(codes.start[17]).isZero();
    }

    @Test
    void clearStartsAnew() {
        BlockCodes codes = fill(random(5, 60), 5);
        codes.clear();
        assertThat(codes.size()).isZero();
        assertThat(codes.rows()).isZero();
        codes.endRow(0);
        codes.add(4, 2, 0.5f);
        codes.endRow(1);
        assertThat(read(codes)).containsExactly(new Code(1, 4, 2, 0.5f));
    }

    @Test
    void firingsAreTheCodesThatAreNotZero() {
        List<Code> added = random(17, 60);
        long firing = added.stream().filter(code -> code.value != 0).count();
        assertThat(firing).isBetween(1L, added.size() - 1L);
        assertThat(fill(added, 17).firings()).isEqualTo(firing);
    }

    /** Codes in order of the rows, none in row 0. */
    static List<Code> random(int rows, int features) {
        SplittableRandom random = new SplittableRandom(rows);
        List<Code> codes = new ArrayList<>();
        for (int r = 1; r < rows; r++) {
            for (int j = 0; j < features; j++) {
                if (random.nextInt(10) < r % 10) {
                    boolean silent = random.nextInt(5) == 0;
                    float kernel = silent || random.nextBoolean() ? 0.1f + random.nextFloat() : 0;
                    codes.add(new Code(r, j, silent ? 0 : (float) random.nextGaussian(), kernel));
                }
            }
        }
        return codes;
    }

    static BlockCodes fill(List<Code> added, int rows) {
        BlockCodes codes = new BlockCodes(rows);
        for (int r = 0; r < rows; r++) {
            for (Code code : added) {
                if (code.row == r) {
                    codes.add(code.feature, code.value, code.kernel);
                }
            }
            codes.endRow(r);
        }
        return codes;
    }

    private static List<Code> read(BlockCodes codes) {
        List<Code> all = new ArrayList<>();
        for (int r = 0; r < codes.rows(); r++) {
            for (int i = codes.start[r]; i < codes.start[r + 1]; i++) {
                all.add(new Code(r, codes.feature[i], codes.value[i], codes.kernel[i]));
            }
        }
        return all;
    }
}
