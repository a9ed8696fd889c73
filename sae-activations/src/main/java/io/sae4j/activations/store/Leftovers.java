package io.sae4j.activations.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a writer that was killed leaves in a store's directory: its open shard, and a manifest that was not moved. */
final class Leftovers {
    private Leftovers() {}

    static void remove(Path directory, StoreManifest manifest) throws IOException {
        Set<String> finished = manifest.shards().stream().map(ShardEntry::file).collect(Collectors.toUnmodifiableSet());
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(directory)) {
            leftovers = entries.filter(
                            entry -> isLeftover(directory.relativize(entry).toString(), finished))
                    .toList();
        }
        for (Path leftover : leftovers) {
            Files.delete(leftover);
        }
    }

    /** Whether a directory has nothing but what a writer leaves that did not come to write a manifest. */
    static boolean isAllThereIs(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> directory.relativize(entry).toString())
                    .allMatch(name -> name.equals(WriterLock.FILE) || isUnmovedManifest(name));
        }
    }

    private static boolean isUnmovedManifest(String name) {
        return name.startsWith("." + StoreManifest.FILE + ".") && name.endsWith(".tmp");
    }

    private static boolean isLeftover(String name, Set<String> finished) {
        boolean openShard = name.matches(ShardEntry.PREFIX + "\\d{6,}" + ShardEntry.SUFFIX) && !finished.contains(name);
        return openShard || isUnmovedManifest(name);
    }
}
