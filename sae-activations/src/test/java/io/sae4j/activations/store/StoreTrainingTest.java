package io.sae4j.activations.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.Encoders;
import io.sae4j.SparseAutoencoder;
import io.sae4j.SparseAutoencoderBuilder;
import io.sae4j.activations.combine.Sources;
import io.sae4j.data.ActivationSource;
import io.sae4j.format.FloatType;
import io.sae4j.nd.HostArrays;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store as what it is for: the source of a training run. */
class StoreTrainingTest {
    @TempDir
    Path temporary;

    @Test
    void readingAheadChangesNoBitOfTheResult() {
        ActivationStore store = TestStores.write(temporary.resolve("store"), FloatType.F16, 100, 1000);
        ShuffleOptions windows = ShuffleOptions.blocks(40L * TestStores.BLOCK_ROWS * TestStores.B * 2);
        for (ActivationSource source :
                List.of(store.source("b"), store.source("b", windows), Sources.dropStartTokens(store.source("b")))) {
            float[] plain = train(source);
            assertThat(train(Sources.prefetching(source))).isEqualTo(plain);
            assertThat(train(Sources.prefetching(source, 17))).isEqualTo(plain);
        }
    }

    @Test
    void trainsATranscoderOnTwoHooks() {
        ActivationStore store = TestStores.write(temporary.resolve("store"), FloatType.BF16, 100, 1000);
        SparseAutoencoder sae = builder().fit(store.paired("b", "a"));
        assertThat(sae.weights("W_enc").shape()).containsExactly(TestStores.B, 16);
        assertThat(sae.weights("W_dec").shape()).containsExactly(16, TestStores.A);
    }

    private static float[] train(ActivationSource source) {
        return HostArrays.toFloats(builder().fit(source).weights("W_dec"));
    }

    private static SparseAutoencoderBuilder builder() {
        return SparseAutoencoder.builder()
                .hiddenDim(16)
                .encoder(Encoders.topK(2))
                .batchSize(64)
                .steps(40)
                .seed(1);
    }
}
