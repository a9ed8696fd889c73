package io.sae4j.math;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Independent random streams by name, all derived from one seed, so that adding a use of randomness never shifts
 * another one. ND4J's global generator is never touched.
 */
public final class RandomStreams {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long seed;

    public RandomStreams(long seed) {
        this.seed = seed;
    }

    /** A fresh generator for {@code name}; the same name always starts the same stream. */
    public SplittableRandom stream(String name) {
        return new SplittableRandom(seedOf(name));
    }

    /** The seed of the stream {@code name}. */
    public long seedOf(String name) {
        return mix(hash(name) ^ mix(seed));
    }

    /** The seed of the {@code index}-th stream called {@code name}: one for each epoch, say. */
    public long seedOf(String name, long index) {
        return mix(seedOf(name) + index * 0x9e3779b97f4a7c15L);
    }

    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
