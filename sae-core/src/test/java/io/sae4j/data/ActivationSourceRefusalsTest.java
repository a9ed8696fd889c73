package io.sae4j.data;

import static io.sae4j.data.Passes.inputs;
import static io.sae4j.data.Passes.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ActivationSourceRefusalsTest {
    private static void refuses(ThrowingCallable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessage(message);
    }

    @Test
    void arraysThatAreNoRows() {
        refuses(
                () -> ActivationSources.of(Nd4j.zeros(2, 3, 4)),
                "activations must have 2 dimensions [rows, width], got shape [2, 3, 4]");
        refuses(
                () -> ActivationSources.of(Nd4j.zeros(3)),
                "activations must have 2 dimensions [rows, width], got shape [3]");
        refuses(
                () -> ActivationSources.of(Nd4j.zeros(DataType.INT, 2, 3)),
                "activations must be FLOAT, DOUBLE or half precision, got INT");
        refuses(
                () -> ActivationSources.of(Nd4j.create(DataType.FLOAT, 0, 3)),
                "activations are empty: they have no rows");
        refuses(
                () -> ActivationSources.of(Nd4j.create(DataType.FLOAT, 3, 0)),
                "activations must be at least 1 wide, got width 0");
    }

    @Test
    void rowsThatDiffer() {
        refuses(() -> ActivationSources.of(new float[0][]), "activations are empty: they have no rows");
        refuses(() -> ActivationSources.of(new float[2][0]), "row 0 must be at least 1 wide, got width 0");
        refuses(() -> ActivationSources.of(new float[][] {{1, 2}, {1}}), "row 1 has width 1, but row 0 has 2");
        refuses(() -> ActivationSources.of(new float[][] {{1, 2}, null}), "row 1 is null");
        refuses(() -> ActivationSources.of(new float[][] {null}), "row 0 is null");
    }

    @Test
    void pairsThatDoNotMatch() {
        refuses(
                () -> ActivationSources.paired(Nd4j.zeros(5, 3), Nd4j.zeros(4, 2)),
                "input and target must have the same number of rows, got 5 and 4");
        refuses(
                () -> ActivationSources.paired(Nd4j.zeros(5, 3), Nd4j.zeros(5)),
                "target must have 2 dimensions [rows, width], got shape [5]");
    }

    @Test
    void iterablesWithoutRowsOrOfChangingWidth() {
        refuses(() -> ActivationSources.ofRows(List.of()), "activations are empty: they have no rows");
        refuses(() -> ActivationSources.ofBatches(List.of()), "activations are empty: they have no rows");
        refuses(() -> ActivationSources.ofRowStream(Stream.of()), "activations are empty: they have no rows");
        refuses(
                () -> ActivationSources.ofBatches(List.of(Nd4j.create(DataType.FLOAT, 0, 3))),
                "activations are empty: they have no rows");
        refuses(() -> ActivationSources.ofRows(List.of(new float[0])), "row 0 must be at least 1 wide, got width 0");
        refuses(
                () -> ActivationSources.ofBatches(List.of(Nd4j.zeros(3))),
                "the batch that begins at row 0 must have 2 dimensions [rows, width], got shape [3]");
        ActivationSource rows = ActivationSources.ofRows(List.of(new float[2], new float[2], new float[3]));
        refuses(() -> inputs(rows, rows.sequential(), 2), "row 2 has width 3, but row 0 has 2");
        refuses(() -> inputs(rows, rows.shuffled(1), 2), "row 2 has width 3, but row 0 has 2");
        ActivationSource missing = ActivationSources.ofRows(Arrays.asList(new float[2], null));
        refuses(() -> inputs(missing, missing.sequential(), 2), "row 1 is null");
        ActivationSource batches = ActivationSources.ofBatches(List.of(Nd4j.zeros(5, 2), Nd4j.zeros(5, 3)));
        refuses(() -> inputs(batches, batches.sequential(), 64), "row 5 has width 3, but row 0 has 2");
    }

    @Test
    void aStreamIsReadOnceAndClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        Stream<float[]> stream = Stream.of(rows(5, 2)).onClose(() -> closed.set(true));
        ActivationSource source = ActivationSources.ofRowStream(stream);
        assertThat(source.repeatable()).isFalse();
        assertThat(inputs(source, source.sequential(), 2)).containsExactly(rows(5, 2));
        assertThat(closed).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(source::sequential)
                .withMessageContaining("collect it into an INDArray, or pass an Iterable");
        assertThatIllegalStateException().isThrownBy(() -> source.shuffled(1));
        Stream<INDArray> batches = Stream.of(Nd4j.create(rows(5, 2)));
        ActivationSource shuffled = ActivationSources.ofBatchStream(batches);
        assertThat(inputs(shuffled, shuffled.shuffled(4), 2)).containsExactlyInAnyOrder(rows(5, 2));
        assertThatIllegalStateException().isThrownBy(shuffled::sequential);
    }

    @Test
    void anIterableThatIsReallyOneShotLosesNoRowAndIsFoundOut() {
        Iterator<float[]> once = new ArrayList<>(List.of(rows(5, 2))).iterator();
        ActivationSource source = ActivationSources.ofRows(() -> once);
        assertThat(inputs(source, source.sequential(), 2)).containsExactly(rows(5, 2));
        assertThatIllegalStateException()
                .isThrownBy(source::sequential)
                .withMessageContaining("it must give a fresh iterator each time");
        Stream<float[]> stream = Stream.of(rows(5, 2));
        ActivationSource ofStream = ActivationSources.ofRows(stream::iterator);
        assertThat(inputs(ofStream, ofStream.sequential(), 2)).hasSize(5);
        assertThatIllegalStateException()
                .isThrownBy(ofStream::sequential)
                .withMessageContaining("it must give a fresh iterator each time");
    }

    @Test
    void anIteratorMayReuseItsArray() {
        float[] reused = new float[2];
        Iterable<float[]> rows = () -> Stream.of(rows(300, 2))
                .map(row -> {
                    System.arraycopy(row, 0, reused, 0, 2);
                    return reused;
                })
                .iterator();
        ActivationSource source = ActivationSources.ofRows(rows);
        assertThat(inputs(source, source.sequential(), 7)).containsExactly(rows(300, 2));
        assertThat(inputs(source, source.shuffled(1), 7)).containsExactlyInAnyOrder(rows(300, 2));
    }
}
