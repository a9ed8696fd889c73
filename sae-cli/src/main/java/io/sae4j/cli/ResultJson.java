package io.sae4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.activations.model.Baseline;
import io.sae4j.activations.model.LanguageModelScores;
import io.sae4j.eval.Metrics;
import java.util.Locale;

/** The line that other programs read. */
final class ResultJson {
    private ResultJson() {}

    /**
     * One line. A number that JSON has not (NaN, an infinity) becomes {@code null}.
     *
     * @param rows rows trained on, or evaluated
     * @param seconds the time that took
     */
    static ObjectNode of(Metrics metrics, long rows, double seconds) {
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
        return json;
    }

    /** Adds what the SAE does to a language model. */
    static void add(ObjectNode json, LanguageModelScores scores) {
        json.put("predictions", scores.predictions());
        json.put("start_tokens_edited", scores.startsEdited());
        put(json, "ce_clean", scores.clean());
        put(json, "ce_patched", scores.edited().crossEntropy());
        put(json, "kl_patched", scores.edited().kl());
        for (Baseline baseline : Baseline.values()) {
            String name = baseline.name().toLowerCase(Locale.ROOT);
            put(json, "ce_" + name + "_ablated", scores.of(baseline).crossEntropy());
            put(json, "kl_" + name + "_ablated", scores.of(baseline).kl());
            put(json, "ce_recovered_against_" + name, scores.crossEntropyRecovered(baseline));
            put(json, "kl_recovered_against_" + name, scores.klRecovered(baseline));
        }
    }

    private static void put(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }
}
