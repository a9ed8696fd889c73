package io.sae4j.activations.store;

import java.util.Locale;

/**
 * A finished shard as the manifest lists it.
 *
 * @param checksum CRC-32C of its table of checksums
 */
record ShardEntry(String file, int rows, int checksum) {
    static final String PREFIX = "shard-";
    static final String SUFFIX = ".rows";

    static String fileName(int number) {
        return String.format(Locale.ROOT, "%s%06d%s", PREFIX, number, SUFFIX);
    }
}
