package io.sae4j.encoder;

import io.sae4j.graph.BufferPool;
import io.sae4j.graph.GraphProgram;
import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An encoder's training graph as its inference form. A compiled graph serves one call at a time, so there is a pool of
 * them: as many as calls ever ran at once. Each works on {@value #BLOCK_ROWS} rows; the last block is filled up.
 */
final class GraphActivation implements Activation {
    private static final int BLOCK_ROWS = 256;
    private static final String CODES = "codes";

    private final Encoder encoder;
    private final SaeConfig config;
    private final Weights weights;
    private final Queue<Compiled> idle = new ConcurrentLinkedQueue<>();

    GraphActivation(Encoder encoder, SaeConfig config, Weights weights) {
        this.encoder = encoder;
        this.config = config;
        this.weights = weights;
        for (EncoderParameter parameter : encoder.parameters(config.dSae())) {
            weights.requireShape(parameter.name(), parameter.shape());
        }
    }

    @Override
    public void apply(float[] values, int rows) {
        Compiled compiled = idle.poll();
        if (compiled == null) {
            compiled = new Compiled();
        }
        for (int from = 0; from < rows; from += BLOCK_ROWS) {
            compiled.apply(values, from, Math.min(BLOCK_ROWS, rows - from));
        }
        idle.add(compiled);
    }

    /** One compiled graph with its buffers. */
    private final class Compiled {
        private final int width = config.dSae();
        private final float[] block = new float[BLOCK_ROWS * width];
        private final INDArray input = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', BLOCK_ROWS, width);
        private final GraphProgram program;

        Compiled() {
            InferenceGraph graph = new InferenceGraph(encoder, width, config.dOut());
            Map<String, INDArray> bound = new LinkedHashMap<>();
            bound.put(InferenceGraph.PRE_ACTIVATIONS, input);
            graph.boundTensors().forEach(name -> bound.put(name, weights.get(name)));
            program = new GraphProgram(
                    graph.sameDiff(), bound, graph.masks(), Map.of(CODES, graph.codes()), new BufferPool());
        }

        void apply(float[] values, int from, int rows) {
            Arrays.fill(block, rows * width, block.length, 0f);
            System.arraycopy(values, from * width, block, 0, rows * width);
            HostArrays.write(block, input);
            HostArrays.read(Objects.requireNonNull(program.run().get(CODES)), block);
            System.arraycopy(block, 0, values, from * width, rows * width);
        }
    }
}
