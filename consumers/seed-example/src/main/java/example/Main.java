package example;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.SparseAutoencoder;
import io.sae4j.model.SparseCodes;
import java.util.List;
import java.util.StringJoiner;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Eight words as rows of four numbers, and what a small ReLU autoencoder with an L1 penalty makes of them: features that
 * fire on the animals only, and features that fire on the machines only.
 */
public final class Main {
    private static final List<String> WORDS =
            List.of("cat", "happy cat", "dog", "loyal dog", "not cat", "not dog", "robot", "AI assistant");
    private static final float[][] ROWS = {
        {.8f, .3f, .1f, .05f},
        {.82f, .32f, .12f, .06f},
        {.7f, .2f, .05f, .2f},
        {.75f, .3f, .1f, .25f},
        {.05f, .9f, .4f, .4f},
        {.15f, .85f, .35f, .5f},
        {0f, .7f, .9f, .8f},
        {.1f, .6f, .85f, .75f}
    };

    private Main() {}

    public static void main(String[] args) {
        INDArray acts = Nd4j.create(ROWS);
        SparseAutoencoder sae = SparseAutoencoder.builder()
                .hiddenDim(64)
                .encoder(Encoders.relu())
                .loss(Losses.l1(0.1))
                .steps(500)
                .learningRate(1e-3)
                .fit(acts);
        SparseCodes codes = sae.encode(acts);

        for (int feature = 0; feature < codes.dSae(); feature++) {
            String firing = firing(codes, feature);
            if (!firing.isEmpty()) {
                System.out.println("feature " + feature + ": " + firing);
            }
        }
        require(codes, "cat, happy cat, dog, loyal dog");
        require(codes, "robot, AI assistant");
        System.out.println("seed-example: found the animals and the machines");
    }

    private static String firing(SparseCodes codes, int feature) {
        StringJoiner words = new StringJoiner(", ");
        for (int row = 0; row < codes.rows(); row++) {
            if (codes.value(row, feature) > 0) {
                words.add(WORDS.get(row));
            }
        }
        return words.toString();
    }

    private static void require(SparseCodes codes, String words) {
        for (int feature = 0; feature < codes.dSae(); feature++) {
            if (firing(codes, feature).equals(words)) {
                return;
            }
        }
        throw new AssertionError("no feature fires on " + words + " only");
    }
}
