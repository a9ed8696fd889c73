package io.sae4j.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteCheckTest {
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void namesTheFirstBadValue(float bad) {
        for (int at = 0; at < 15; at++) {
            Batch batch = Batch.autoencoder(8, 5);
            batch.append(3, 17);
            batch.input()[at] = bad;
            String place = "row " + (17 + at / 5) + ", column " + at % 5;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FiniteCheck.require(batch))
                    .withMessage("activations contain " + bad + " at " + place + "; every value must be finite");
        }
    }

    @Test
    void looksAtTargetsToo() {
        Batch batch = Batch.withTargets(4, 2, 3);
        batch.append(2, 0);
        batch.target()[4] = Float.NaN;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FiniteCheck.require(batch))
                .withMessage("targets contain NaN at row 1, column 1; every value must be finite");
    }

    @Test
    void ignoresWhatIsNotFilledAndTakesTheLargestValues() {
        Batch batch = Batch.autoencoder(4, 5);
        Arrays.fill(batch.input(), Float.NaN);
        batch.append(3, 0);
        Arrays.fill(batch.input(), 0, 15, Float.MAX_VALUE);
        batch.input()[3] = -Float.MAX_VALUE;
        assertThatCode(() -> FiniteCheck.require(batch)).doesNotThrowAnyException();
    }
}
