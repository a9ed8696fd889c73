package io.sae4j.engine.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.Encoders;
import io.sae4j.Losses;
import io.sae4j.encoder.Encoder;
import io.sae4j.engine.ObjectiveSpec;
import io.sae4j.engine.OptimizerSettings;
import io.sae4j.loss.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseMemoryTest {
    private static final long GIB = 1L << 30;
    private static final OptimizerSettings CLIPPED = OptimizerSettings.DEFAULT;
    private static final OptimizerSettings UNCLIPPED = new OptimizerSettings(
            CLIPPED.beta1(), CLIPPED.beta2(), CLIPPED.epsilon(), Double.POSITIVE_INFINITY, CLIPPED.unitNormDecoder());

    @Test
    void aLargeSaeTrainsInLessThanEightGib() {
        ObjectiveSpec spec = spec(768, 131_072, Encoders.topK(32));
        assertThat(all(spec, CLIPPED, 4096)).isBetween(3 * GIB, 8 * GIB);
        assertThat(all(spec, UNCLIPPED, 4096)).isLessThan(all(spec, CLIPPED, 4096));
    }

    @Test
    void clippingCostsAGradientRowPerRowOfWeights() {
        int m = 3000;
        ObjectiveSpec spec = spec(10, m, Encoders.topK(4));
        long rowHeaders = 2 * 24L * m;
        assertThat(heap(spec, CLIPPED, 100) - heap(spec, UNCLIPPED, 100))
                .isEqualTo(2L * m * 10 * Float.BYTES + rowHeaders);
    }

    @Test
    void noTermGrowsWithBatchTimesFeatures() {
        long[] byBatch = new long[2];
        for (int i = 0; i < 2; i++) {
            int m = 50_000 * (i + 1);
            ObjectiveSpec spec = spec(64, m, Encoders.topK(32));
            byBatch[i] = all(spec, CLIPPED, 8192) - all(spec, CLIPPED, 4096);
        }
        assertThat(byBatch[0]).isPositive().isEqualTo(byBatch[1]);
    }

    @Test
    void codesThatMayBeDenseNeedRoomOutsideTheHeap() {
        assertThat(offHeap(spec(64, 4096, Encoders.relu()), 1024))
                .isGreaterThan(offHeap(spec(64, 4096, Encoders.topK(4)), 1024) + 2L * Float.BYTES * (1 << 24));
    }

    @Test
    void auxiliaryCodesCount() {
        ObjectiveSpec with = spec(64, 4096, Encoders.topK(4), Losses.auxK());
        assertThat(heap(with, CLIPPED, 1024)).isGreaterThan(heap(spec(64, 4096, Encoders.topK(4)), CLIPPED, 1024));
    }

    @Test
    void eachNestedReconstructionNeedsARowOfGradientsPerRow() {
        ObjectiveSpec plain = spec(64, 4096, Encoders.topK(4));
        ObjectiveSpec nested = spec(64, 4096, Encoders.topK(4), Losses.matryoshka(64, 256, 1024));
        assertThat(heap(nested, CLIPPED, 1024) - heap(plain, CLIPPED, 1024)).isEqualTo(3L * 1024 * 64 * Float.BYTES);
        assertThat(offHeap(spec(64, 4096, Encoders.relu(), Losses.matryoshka(64)), 1024))
                .isGreaterThan(offHeap(spec(64, 4096, Encoders.relu()), 1024));
    }

    @Test
    void gatesCountBesideTheCodesOfAReLU() {
        int m = 4096;
        int batch = 1024;
        long relu = heap(spec(64, m, Encoders.relu()), CLIPPED, batch);
        long detached = heap(spec(64, m, Encoders.gated(), Losses.gateReconstructionDetached(1)), CLIPPED, batch);
        long attached = heap(spec(64, m, Encoders.gated(), Losses.gateReconstruction(1)), CLIPPED, batch);
        long codes = (long) batch * (m / 16);
        assertThat(detached - relu).isEqualTo(12 * codes + 128L * m);
        assertThat(attached - detached).isEqualTo(4 * codes + (long) Float.BYTES * batch * 64);
    }

    @Test
    void aGatesReconstructionNeedsRoomBesideADenseGroup() {
        int batch = 1024;
        int m = 1 << 16;
        ObjectiveSpec gated = spec(64, m, Encoders.gated(), Losses.gateReconstructionDetached(1));
        int groupRows = (1 << 24) / m;
        assertThat(offHeap(gated, batch) - offHeap(spec(64, m, Encoders.gated()), batch))
                .isEqualTo((long) Float.BYTES * groupRows * (64 + 2 * 1024));
    }

    @Test
    void aRunThatCannotFitIsRefusedWithTheFlagToSet() {
        ObjectiveSpec spec = spec(4096, 1 << 24, Encoders.topK(32));
        assertThatThrownBy(() -> SparseMemory.require(spec, CLIPPED, Blocking.shape(spec, 4096), 4096, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("training 16777216 features of width 4096 in batches of 4096")
                .hasMessageContaining("start Java with -Xmx");
    }

    private static ObjectiveSpec spec(int width, int features, Encoder encoder, Loss... losses) {
        return new ObjectiveSpec(width, width, features, encoder, List.of(losses), true);
    }

    private static long heap(ObjectiveSpec spec, OptimizerSettings optimizer, int batch) {
        return SparseMemory.heapBytes(spec, optimizer, Blocking.shape(spec, batch), batch, 2);
    }

    private static long offHeap(ObjectiveSpec spec, int batch) {
        return SparseMemory.offHeapBytes(spec, Blocking.shape(spec, batch), batch, 2);
    }

    private static long all(ObjectiveSpec spec, OptimizerSettings optimizer, int batch) {
        return heap(spec, optimizer, batch) + offHeap(spec, batch);
    }
}
