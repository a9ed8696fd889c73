package io.sae4j.activations.nd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.model.HookRows;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayRowsTest {
    @ParameterizedTest
    @CsvSource({"FLOAT,c", "FLOAT,f", "DOUBLE,c", "HALF,f", "BFLOAT16,c"})
    void rowsAreTheOtherAxesInOrder(DataType type, char order) {
        INDArray array = Nd4j.arange(24).castTo(type).reshape(2, 3, 4).dup(order);
        HookRows rows = ArrayRows.read(array, 1);
        assertThat(rows.count()).isEqualTo(8);
        assertThat(rows.width()).isEqualTo(3);
        for (int n = 0; n < 2; n++) {
            for (int t = 0; t < 4; t++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(rows.values()[rows.start(n * 4 + t) + c]).isEqualTo(array.getFloat(n, c, t));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,c,0", "FLOAT,f,1", "DOUBLE,c,1", "HALF,f,2", "BFLOAT16,c,2"})
    void editsGoBackIntoTheirPlaces(DataType type, char order, int axis) {
        INDArray array = Nd4j.arange(24).castTo(type).reshape(2, 3, 4).dup(order);
        INDArray before = array.dup();
        INDArray edited = ArrayRows.edit(array, axis, rows -> {
            for (int i = 0; i < rows.values().length; i++) {
                rows.values()[i] = -rows.values()[i];
            }
        });
        assertThat(edited).isEqualTo(array.neg());
        assertThat(array).isEqualTo(before);
        assertThat(edited.ordering()).isEqualTo(order);
        assertThat(edited.dataType()).isEqualTo(type);
    }

    @Test
    void aViewIsReadAsItIsSeen() {
        INDArray view = Nd4j.arange(40).reshape(5, 8).get(NDArrayIndex.interval(1, 4), NDArrayIndex.interval(2, 6));
        assertThat(TinySae.array(ArrayRows.read(view, 1))).isEqualTo(view.dup());
        assertThat(ArrayRows.edit(view, 0, rows -> rows.values()[0] = 100).getFloat(0, 0))
                .isEqualTo(100);
        assertThat(view.getFloat(0, 0)).isEqualTo(10);
    }

    @Test
    void whatIsLeftAloneKeepsItsBits() {
        INDArray doubles = Nd4j.rand(DataType.DOUBLE, 3, 4);
        assertThat(ArrayRows.edit(doubles, 1, rows -> {})).isSameAs(doubles);
        INDArray edited = ArrayRows.edit(doubles, 1, rows -> rows.values()[5] = 7);
        for (int i = 0; i < 12; i++) {
            assertThat(edited.getDouble(i)).isEqualTo(i == 5 ? 7 : doubles.getDouble(i));
        }
        INDArray zero = Nd4j.zeros(1, 2);
        assertThat(ArrayRows.edit(zero, 1, rows -> rows.values()[0] = -0f)).isNotSameAs(zero);
    }

    @Test
    void theEditSeesACopy() {
        INDArray array = Nd4j.ones(2, 2);
        AtomicReference<HookRows> kept = new AtomicReference<>();
        INDArray edited = ArrayRows.edit(array, 1, rows -> {
            rows.values()[0] = 2;
            kept.set(rows);
        });
        kept.get().values()[1] = 9;
        assertThat(edited.getFloat(1)).isEqualTo(1);
    }

    @Test
    void refusesWhatHasNoRows() {
        assertThatThrownBy(() -> ArrayRows.read(Nd4j.createFromArray(1, 2), 0))
                .hasMessage("array must be of a floating-point type, got INT");
        assertThatThrownBy(() -> ArrayRows.read(Nd4j.ones(2, 2), 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
