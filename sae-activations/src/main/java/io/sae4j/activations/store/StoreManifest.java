package io.sae4j.activations.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.AtomicFiles;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file that says what a store holds and which shards are finished. It carries a checksum of itself, and each
 * shard's entry one of the shard's table of checksums, so that nothing can be changed unnoticed.
 *
 * @param blockRows rows of a block
 * @param shards the finished ones, in order
 */
record StoreManifest(StoreOptions options, int blockRows, List<ShardEntry> shards) {
    static final String FILE = "manifest.json";
    private static final String FORMAT = "sae4j-activation-store";
    private static final int VERSION = 1;
    private static final String CHECKSUM = "crc32c";

    StoreManifest {
        shards = List.copyOf(shards);
    }

    StoreManifest with(ShardEntry shard) {
        List<ShardEntry> more = new ArrayList<>(shards);
        more.add(shard);
        return new StoreManifest(options, blockRows, more);
    }

    StoreLayout layout() {
        return new StoreLayout(options, blockRows);
    }

    /** @throws FormatException when there is none, it is not of this format, or was changed */
    static StoreManifest read(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new FormatException(directory, "is no activation store: it has no " + FILE);
        }
        ObjectNode json = JsonFiles.readObject(file);
        ManifestFields fields = new ManifestFields(json, file);
        if (!fields.text("format").equals(FORMAT)) {
            throw JsonFiles.wrongKind(file, "format", "\"" + FORMAT + "\"", json.path("format"));
        }
        if (fields.positive("version") != VERSION) {
            throw new FormatException(
                    file, "is of version " + fields.positive("version") + "; this library reads version " + VERSION);
        }
        String said = fields.text(CHECKSUM);
        json.remove(CHECKSUM);
        if (!said.equals(checksum(json))) {
            throw new FormatException(file, "was changed: its content does not match its checksum " + said);
        }
        StoreOptions options = fields.options();
        int blockRows = fields.positive("blockRows");
        if (!StoreLayout.fits(options, blockRows)) {
            throw new FormatException(file, "blocks of " + blockRows + " rows are too large");
        }
        return new StoreManifest(options, blockRows, fields.shards(options.shardRows()));
    }

    /** Replaces the manifest in {@code directory}, in one step. */
    void write(Path directory) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        json.put("version", VERSION);
        ObjectNode hooks = json.putObject("hooks");
        options.hooks().forEach(hooks::put);
        json.put("dtype", options.type().name());
        json.put("shardRows", options.shardRows());
        json.put("blockRows", blockRows);
        ObjectNode provenance = json.putObject("provenance");
        options.provenance().forEach(provenance::put);
        ArrayNode list = json.putArray("shards");
        for (ShardEntry shard : shards) {
            list.addObject()
                    .put("file", shard.file())
                    .put("rows", shard.rows())
                    .put(CHECKSUM, Integer.toHexString(shard.checksum()));
        }
        json.put(CHECKSUM, checksum(json));
        AtomicFiles.writeFile(directory.resolve(FILE), path -> {
            JsonFiles.write(path, json);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        });
    }

    private static String checksum(JsonNode json) {
        CRC32C crc = new CRC32C();
        crc.update(JsonFiles.toBytes(json));
        return Integer.toHexString((int) crc.getValue());
    }

    /** Rows in all finished shards. */
    long rows() {
        return shards.stream().mapToLong(ShardEntry::rows).sum();
    }
}
