package io.sae4j.nd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class HostRowsTest {
    private static INDArray numbers(int rows, int width) {
        return Nd4j.arange(rows * width).castTo(DataType.FLOAT).reshape('c', rows, width);
    }

    static Stream<INDArray> layouts() {
        INDArray c = numbers(5, 4);
        return Stream.of(
                c,
                c.dup('f'),
                c.castTo(DataType.DOUBLE),
                c.castTo(DataType.DOUBLE).dup('f'),
                c.castTo(DataType.FLOAT16),
                c.castTo(DataType.BFLOAT16),
                numbers(9, 6).get(NDArrayIndex.interval(2, 7), NDArrayIndex.interval(1, 5)),
                numbers(9, 6).castTo(DataType.DOUBLE).get(NDArrayIndex.interval(2, 7), NDArrayIndex.interval(1, 5)),
                numbers(10, 4).get(NDArrayIndex.interval(0, 2, 10), NDArrayIndex.all()),
                numbers(4, 5).transpose(),
                numbers(5, 8).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2, 8)),
                numbers(5, 1),
                numbers(5, 3).get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2)),
                numbers(5, 3).get(NDArrayIndex.interval(3, 4), NDArrayIndex.all()));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void readsEveryLayoutAsNd4jSeesIt(INDArray array) {
        int n = (int) array.size(0);
        int width = (int) array.size(1);
        INDArray before = array.dup();
        HostRows rows = HostRows.of(HostRows.readable(array));
        float[] all = new float[n * width + 2];
        rows.copy(0, n, all, 2);
        float[] last = new float[width];
        rows.copy(n - 1, 1, last, 0);
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < width; c++) {
                assertThat(all[2 + r * width + c]).isEqualTo(array.getFloat(r, c));
            }
        }
        for (int c = 0; c < width; c++) {
            assertThat(last[c]).isEqualTo(array.getFloat(n - 1, c));
        }
        assertThat(array).isEqualTo(before);
    }

    @Test
    void readsContiguousFloatsInPlace() {
        INDArray array = numbers(5, 4);
        assertThat(HostRows.readable(array)).isSameAs(array);
    }

    @Test
    void refusesWhatLiesOutside() {
        HostRows rows = HostRows.of(numbers(5, 4));
        assertThatThrownBy(() -> rows.copy(4, 2, new float[8], 0)).hasMessageContaining("[4, 6) of 5");
        assertThatThrownBy(() -> rows.copy(0, 2, new float[7], 0)).isInstanceOf(IndexOutOfBoundsException.class);
        INDArray closed = Nd4j.zeros(5, 4);
        closed.close();
        assertThatThrownBy(() -> HostRows.readable(closed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the array is closed");
    }
}
