package io.sae4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.model.SparseCodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The example of {@code consumers/seed-example}, for several seeds: with these settings it does not hang on luck. */
class SeedExampleTest {
    private static final float[][] ROWS = {
        {.8f, .3f, .1f, .05f}, // cat
        {.82f, .32f, .12f, .06f}, // happy cat
        {.7f, .2f, .05f, .2f}, // dog
        {.75f, .3f, .1f, .25f}, // loyal dog
        {.05f, .9f, .4f, .4f}, // not cat
        {.15f, .85f, .35f, .5f}, // not dog
        {0f, .7f, .9f, .8f}, // robot
        {.1f, .6f, .85f, .75f} // AI assistant
    };

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void featuresFireOnAnimalsOnlyAndOnMachinesOnly(long seed) {
        INDArray acts = Nd4j.create(ROWS);
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(64)
                .encoder(Encoders.relu())
                .loss(Losses.l1(0.1))
                .steps(500)
                .learningRate(1e-3)
                .seed(seed)
                .fit(acts);
        SparseCodes codes = sae.encode(acts);

        assertThat(featuresFiringOnlyOn(codes, 0, 4)).as("animals").isPositive();
        assertThat(featuresFiringOnlyOn(codes, 6, 8)).as("machines").isPositive();
        assertThat(sae.evaluate(acts).fvu()).isLessThan(0.02);
    }

    /** The number of features that fire on every row of {@code [from, to)} and on no other. */
    private static int featuresFiringOnlyOn(SparseCodes codes, int from, int to) {
        int found = 0;
        for (int feature = 0; feature < codes.dSae(); feature++) {
            boolean exactly = true;
            for (int row = 0; row < codes.rows(); row++) {
                exactly &= (codes.value(row, feature) > 0) == (row >= from && row < to);
            }
            found += exactly ? 1 : 0;
        }
        return found;
    }
}
