package io.sae4j.activations.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.data.ActivationSources;
import io.sae4j.model.SparseCodes;
import io.sae4j.nd.HostArrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class EditsTest {
    private static final int WIDTH = 6;
    private static final int ROWS = 1100;

    private static SparseAutoencoder sae;
    private static float[] values;

    @BeforeAll
    static void train() {
        Random random = new Random(4);
        values = new float[ROWS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        sae = SparseAutoencoder.builder()
                .hiddenDim(12)
                .encoder(Encoders.topK(2))
                .batchSize(64)
                .steps(20)
                .fit(ActivationSources.of(HostArrays.create(values, ROWS, WIDTH)));
    }

    private static HookRows rows() {
        return HookRows.ofWindows(new int[] {1, 99, 1000}, WIDTH, values.clone());
    }

    private static float[] reconstruction() {
        try (INDArray all = HostArrays.create(values, ROWS, WIDTH);
                INDArray rebuilt = sae.reconstruct(all)) {
            return HostArrays.toFloats(rebuilt);
        }
    }

    @Test
    void reconstructsEveryRow() {
        HookRows rows = rows();
        Edits.reconstruct(sae).apply(rows);
        assertThat(rows.values()).containsExactly(reconstruction(), within(1e-5f));
    }

    @Test
    void refusesTranscoders() {
        INDArray rows = HostArrays.create(values, ROWS, WIDTH);
        SparseAutoencoder transcoder = SparseAutoencoder.builder()
                .hiddenDim(12)
                .batchSize(64)
                .steps(2)
                .skipConnection(true)
                .fit(ActivationSources.paired(rows, rows.mul(2)));
        assertThatThrownBy(() -> Edits.reconstruct(transcoder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transcoder");
    }

    @Test
    void keepsOrDropsTheErrorTerm() {
        HookRows kept = rows();
        Edits.codes(sae, codes -> codes, Edits.ErrorTerm.KEEP).apply(kept);
        assertThat(kept.values()).containsExactly(values, within(1e-5f));

        HookRows dropped = rows();
        Edits.codes(sae, codes -> codes, Edits.ErrorTerm.DROP).apply(dropped);
        assertThat(dropped.values()).containsExactly(reconstruction(), within(1e-5f));
    }

    @Test
    void steersByAFeaturesDirectionOnly() {
        int feature = 3;
        HookRows rows = rows();
        Edits.codes(sae, codes -> raised(codes, feature), Edits.ErrorTerm.KEEP).apply(rows);

        float[] direction = HostArrays.toFloats(sae.featureDirection(feature));
        for (int i = 0; i < values.length; i++) {
            assertThat(rows.values()[i]).isEqualTo(values[i] + 5 * direction[i % WIDTH], within(1e-4f));
        }
    }

    private static SparseCodes raised(SparseCodes codes, int feature) {
        float[] dense = new float[codes.rows() * codes.dSae()];
        codes.scatter(0, codes.rows(), dense);
        for (int row = 0; row < codes.rows(); row++) {
            dense[row * codes.dSae() + feature] += 5;
        }
        return SparseCodes.ofDense(dense, codes.rows(), codes.dSae());
    }

    @Test
    void leavesTheStartOfEachWindow() {
        HookRows rows = rows();
        assertThat(rows.windowStarts()).containsExactly(0, 1, 100);
        Edits.exceptStarts(Edits.mean(new float[] {1, 2, 3, 4, 5, 6})).apply(rows);
        for (int row = 0; row < ROWS; row++) {
            boolean start = row == 0 || row == 1 || row == 100;
            assertThat(rows.values()[row * WIDTH + 2]).isEqualTo(start ? values[row * WIDTH + 2] : 3);
        }
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        HookRows wide = new HookRows(1, 7, new float[7]);
        assertThatThrownBy(() -> Edits.reconstruct(sae).apply(wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the SAE's input has width 6, the rows have 7");
        assertThatThrownBy(() -> Edits.mean(new float[2]).apply(wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the mean has width 2, the rows have 7");
        assertThatThrownBy(() -> Edits.exceptStarts(Edits.zero()).apply(wide))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("windows");
    }
}
