package io.sae4j.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One training configuration of {@code golden/saelens_6_18.json}: values and gradients that SAELens 6.18 computed. */
public final class Golden {
    private final JsonNode node;

    private Golden(JsonNode node) {
        this.node = node;
    }

    public static Golden of(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/saelens_6_18.json")) {
            JsonNode node = new ObjectMapper().readTree(in).get(name);
            if (node == null) {
                throw new IllegalArgumentException("no golden case " + name);
            }
            return new Golden(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode json() {
        return node;
    }

    public double loss(String name) {
        return node.get("losses").get(name).asDouble();
    }

    public double loss() {
        return node.get("loss").asDouble();
    }

    public double config(String key) {
        return node.get("cfg").get(key).asDouble();
    }

    public INDArray array(String name) {
        return toArray(node.get(name));
    }

    public Map<String, INDArray> arrays(String group) {
        return arrays(node.get(group));
    }

    public Map<String, INDArray> inferenceParameters() {
        return arrays(node.get("inference").get("params"));
    }

    public INDArray inference(String name) {
        return toArray(node.get("inference").get(name));
    }

    private static Map<String, INDArray> arrays(JsonNode group) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        group.fields().forEachRemaining(field -> {
            // SAELens's name for the bias of a gate, our b_enc.
            String name = field.getKey().equals("b_gate") ? "b_enc" : field.getKey();
            arrays.put(name, toArray(field.getValue()));
        });
        return arrays;
    }

    public boolean[] dead() {
        JsonNode dead = node.get("dead");
        boolean[] flags = new boolean[dead.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = dead.get(i).asBoolean();
        }
        return flags;
    }

    private static INDArray toArray(JsonNode list) {
        if (!list.get(0).isArray()) {
            INDArray vector = Nd4j.zeros(DataType.FLOAT, list.size());
            for (int i = 0; i < list.size(); i++) {
                vector.putScalar(i, list.get(i).asDouble());
            }
            return vector;
        }
        INDArray matrix = Nd4j.zeros(DataType.FLOAT, list.size(), list.get(0).size());
        for (int r = 0; r < list.size(); r++) {
            for (int c = 0; c < list.get(r).size(); c++) {
                matrix.putScalar(r, c, list.get(r).get(c).asDouble());
            }
        }
        return matrix;
    }
}
