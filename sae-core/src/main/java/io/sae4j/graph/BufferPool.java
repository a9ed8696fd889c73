package io.sae4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Hands out row-major arrays and takes them back for later ones of the same type and shape. Used only while a program is
 * bound: afterwards every instruction keeps the arrays it was given. Programs that never run at the same time, and whose
 * results are used up before another runs, share a pool.
 */
public final class BufferPool implements AutoCloseable {
    private record Kind(DataType type, List<Long> shape) {
        static Kind of(DataType type, long[] shape) {
            return new Kind(type, Arrays.stream(shape).boxed().toList());
        }
    }

    private final Map<Kind, Deque<INDArray>> free = new HashMap<>();
    private final List<INDArray> owned = new ArrayList<>();

    INDArray take(DataType type, long[] shape) {
        Deque<INDArray> candidates = free.get(Kind.of(type, shape));
        if (candidates != null && !candidates.isEmpty()) {
            return candidates.pop();
        }
        INDArray array = Nd4j.createUninitializedDetached(type, 'c', shape);
        owned.add(array);
        return array;
    }

    void giveBack(INDArray array) {
        free.computeIfAbsent(Kind.of(array.dataType(), array.shape()), kind -> new ArrayDeque<>())
                .push(array);
    }

    /** Takes back every array: a program is about to be bound, and none is running. */
    void reclaim() {
        free.clear();
        owned.forEach(this::giveBack);
    }

    /** Bytes of all arrays handed out so far. */
    public long bytes() {
        return owned.stream()
                .mapToLong(array -> array.length() * array.dataType().width())
                .sum();
    }

    @Override
    public void close() {
        owned.forEach(INDArray::close);
        owned.clear();
        free.clear();
    }
}
