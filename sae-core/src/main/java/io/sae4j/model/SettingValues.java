package io.sae4j.model;

import java.util.List;
import java.util.Map;

/**
 * Typed reading of JSON-compatible settings.
 *
 * @param owner whose settings they are, as it begins a message: {@code encoder 'topk'}
 * @param settings values by key
 */
record SettingValues(String owner, Map<String, Object> settings) {
    int requireInt(String key) {
        Object value = settings.get(key);
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw new IllegalArgumentException(owner + " needs the integer setting '" + key + "', got " + value);
    }

    boolean booleanOr(String key, boolean fallback) {
        Object value = settings.getOrDefault(key, fallback);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException(owner + " needs true or false for the setting '" + key + "', got " + value);
    }

    double doubleOr(String key, double fallback) {
        Object value = settings.getOrDefault(key, fallback);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(owner + " needs a number for the setting '" + key + "', got " + value);
    }

    double[] requireNumbers(String key) {
        Object value = settings.get(key);
        if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream()
                    .mapToDouble(number -> ((Number) number).doubleValue())
                    .toArray();
        }
        throw new IllegalArgumentException(
                owner + " needs a list of numbers for the setting '" + key + "', got " + value);
    }

    String textOr(String key, String fallback) {
        Object value = settings.getOrDefault(key, fallback);
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(owner + " needs a text for the setting '" + key + "', got " + value);
    }
}
