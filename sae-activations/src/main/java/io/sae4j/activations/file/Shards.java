package io.sae4j.activations.file;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.combine.Sources;
import io.sae4j.activations.rows.ConcatenatedRows;
import io.sae4j.activations.rows.RowTable;
import io.sae4j.activations.rows.RowTableSource;
import io.sae4j.data.ActivationSource;
import io.sae4j.format.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens files that are one source together. */
final class Shards {
    private Shards() {}

    /** @param name what messages call them together */
    static ActivationSource open(String name, List<Path> files, FileOptions options) {
        List<ActivationSource> shards = new ArrayList<>();
        for (Path file : files) {
            ActivationSource shard = FileReaders.require(file).open(file, options);
            if (!shards.isEmpty()) {
                requireSameWidth(files.get(0), shards.get(0), file, shard);
            }
            shards.add(shard);
        }
        checkArgument(!shards.isEmpty(), "files must not be empty");
        if (shards.size() == 1) {
            return shards.get(0);
        }
        List<RowTable> tables = new ArrayList<>();
        for (ActivationSource shard : shards) {
            if (shard instanceof RowTableSource table) {
                tables.add(table.table());
            }
        }
        return tables.size() == shards.size()
                ? new RowTableSource(name, new ConcatenatedRows(tables))
                : Sources.concat(shards);
    }

    private static void requireSameWidth(Path first, ActivationSource expected, Path file, ActivationSource shard) {
        if (shard.inputWidth() != expected.inputWidth()
                || shard.targetWidth() != expected.targetWidth()
                || shard.hasOwnTargets() != expected.hasOwnTargets()) {
            throw new FormatException(
                    file, "has rows of " + widths(shard) + ", but " + first + " has " + widths(expected));
        }
    }

    private static String widths(ActivationSource source) {
        return "width " + source.inputWidth() + (source.hasOwnTargets() ? " to " + source.targetWidth() : "");
    }
}
