package io.sae4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.eval.Metrics;

/** The line that other programs read. */
final class ResultJson {
    private ResultJson() {}

    /**
     * One line. A number that JSON has not (NaN, an infinity) becomes {@code null}.
     *
     * @param rows rows trained on, or evaluated
     * @param seconds the time that took
     */
    static String of(Metrics metrics, long rows, double seconds) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "fvu", metrics.fvu());
        put(json, "explained_variance", metrics.explainedVariance());
        put(json, "mse", metrics.mse());
        put(json, "l0", metrics.l0());
        put(json, "l1", metrics.l1());
        put(json, "cosine", metrics.cosine());
        put(json, "dead_fraction", metrics.deadFraction());
        json.put("rows", rows);
        put(json, "seconds", seconds);
        put(json, "rows_per_second", rows / seconds);
        return json.toString();
    }

    private static void put(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }
}
