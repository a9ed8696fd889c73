package io.sae4j.model;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * How an SAE came to be. Saved in {@code sae4j.json}, never interpreted when encoding.
 *
 * @param libraryVersion version of this library that trained or converted it
 * @param origin {@code "trained"}, {@code "untrained"}, or the format it was read from
 * @param recipe the training settings by name, JSON-compatible; empty when unknown
 * @param seed the training seed
 * @param rows number of activation rows the source held (or delivered, where its length was unknown)
 * @param steps number of optimiser steps taken
 * @param metrics final metrics by name ({@code fvu}, {@code l0}, …); empty when not measured
 */
public record Provenance(
        String libraryVersion,
        String origin,
        Map<String, Object> recipe,
        long seed,
        long rows,
        long steps,
        Map<String, Double> metrics) {

    public Provenance {
        recipe = ImmutableMap.copyOf(recipe);
        metrics = ImmutableMap.copyOf(metrics);
    }

    /** For an SAE that this library did not train. */
    public static Provenance of(String libraryVersion, String origin) {
        return new Provenance(libraryVersion, origin, Map.of(), 0, 0, 0, Map.of());
    }
}
