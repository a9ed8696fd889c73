package io.sae4j.activations.store;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.format.FloatType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a new {@link ActivationStore} holds.
 *
 * @param hooks width of a row by name of its hook point, in the order in which they are stored; at least one
 * @param type how numbers are stored: F32 as they are; F16 and BF16 take half the space and are rounded, to a relative
 *     error of 2^-11 and 2^-8. F16 ends at 65,504: larger values are refused when they are written
 * @param shardRows rows in a shard. A crash loses at most one shard's rows; too few rows make many files. Some 10,000
 *     to 1,000,000 are sensible
 * @param provenance whatever tells where the rows come from: model, corpus, date
 */
public record StoreOptions(Map<String, Integer> hooks, FloatType type, int shardRows, Map<String, String> provenance) {
    /** A row's bytes over all hooks; a block of rows must fit into one mapping. */
    static final long MAX_ROW_BYTES = 1 << 28;

    /** @throws IllegalArgumentException when one of them is not as described */
    public StoreOptions {
        checkArgument(!hooks.isEmpty(), "hooks must name at least one hook point");
        long rowBytes = 0;
        for (Map.Entry<String, Integer> hook : hooks.entrySet()) {
            checkArgument(!hook.getKey().isEmpty(), "the name of a hook point must not be empty");
            checkArgument(
                    hook.getValue() > 0,
                    "width of hook point '%s' must be positive, got %s",
                    hook.getKey(),
                    hook.getValue());
            rowBytes += (long) hook.getValue() * type.bytes();
        }
        checkArgument(type != FloatType.F64, "type must be F16, BF16 or F32, got F64");
        checkArgument(shardRows > 0, "shardRows must be positive, got %s", shardRows);
        checkArgument(rowBytes <= MAX_ROW_BYTES, "a row may have at most %s bytes, got %s", MAX_ROW_BYTES, rowBytes);
        hooks = Collections.unmodifiableMap(new LinkedHashMap<>(hooks));
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** Options without provenance. */
    public StoreOptions(Map<String, Integer> hooks, FloatType type, int shardRows) {
        this(hooks, type, shardRows, Map.of());
    }
}
