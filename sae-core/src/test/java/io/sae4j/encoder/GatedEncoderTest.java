package io.sae4j.encoder;

import static io.sae4j.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.model.SaeConfig;
import io.sae4j.model.Weights;
import io.sae4j.nd.HostArrays;
import io.sae4j.testing.Batches;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class GatedEncoderTest extends EncoderContractTest {
    private static final int WIDTH = 17;
    private static final int ROWS = 300;

    @Override
    Encoder encoder() {
        return new GatedEncoder();
    }

    @Test
    void aFeatureFiresWhereItsGateIsOpenWithAMagnitudeOfItsOwn() {
        Weights weights = weights(
                new float[] {1, 1, 1, -2}, new float[] {0, 0, (float) Math.log(2), 0}, new float[] {0, -1, 0.5f, 5});
        SaeConfig config = new SaeConfig(1, 1, 4, new GatedEncoder().spec(), true, 1.0, Map.of());
        float[] values = {1.5f, 1.5f, 1.5f, -0.5f, -0.25f, 3, 0, 0.5f};
        new GatedEncoder().activation(config, weights).apply(values, 2);
        assertThat(values).containsExactly(0.5f, 0, 1.5f, 0, 0, 1, 0, 7.5f);
    }

    @Test
    void theGraphAndThePlainLoopsAgree() {
        Weights weights = weights(Batches.gaussian(1, WIDTH), Batches.gaussian(2, WIDTH), Batches.gaussian(3, WIDTH));
        SaeConfig config = new SaeConfig(1, 1, WIDTH, new GatedEncoder().spec(), true, 1.0, Map.of());
        float[] plain = Batches.gaussian(4, ROWS * WIDTH);
        float[] graph = plain.clone();
        new GatedEncoder().activation(config, weights).apply(plain, ROWS);
        new GraphActivation(new GatedEncoder(), config, weights).apply(graph, ROWS);
        assertClose("codes", matrix(graph), matrix(plain), 1e-6);
    }

    private static INDArray matrix(float[] values) {
        return HostArrays.create(values, ROWS, WIDTH);
    }

    private static Weights weights(float[] gateBias, float[] logScale, float[] bias) {
        int width = gateBias.length;
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        tensors.put(Weights.W_ENC, HostArrays.create(new float[width], 1, width));
        tensors.put(Weights.W_DEC, HostArrays.create(new float[width], width, 1));
        tensors.put(Weights.B_DEC, HostArrays.create(new float[1], 1));
        tensors.put(Weights.B_ENC, HostArrays.create(gateBias, width));
        tensors.put(GatedEncoder.R_MAG, HostArrays.create(logScale, width));
        tensors.put(GatedEncoder.B_MAG, HostArrays.create(bias, width));
        return Weights.of(tensors);
    }
}
