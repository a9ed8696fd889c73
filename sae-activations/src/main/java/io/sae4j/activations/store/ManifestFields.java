package io.sae4j.activations.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import io.sae4j.format.JsonFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A manifest's entries, each checked. */
record ManifestFields(ObjectNode json, Path file) {
    private static final int HEX = 16;

    int positive(String key) {
        return JsonFiles.requirePositiveInt(json, key, file);
    }

    String text(String key) {
        return text(json, key);
    }

    private String text(JsonNode object, String key) {
        JsonNode node = object.path(key);
        if (!node.isTextual()) {
            throw JsonFiles.wrongKind(file, key, "a string", node);
        }
        return node.textValue();
    }

    StoreOptions options() {
        Map<String, Integer> hooks = new LinkedHashMap<>();
        ObjectNode widths = object("hooks");
        for (Iterator<String> names = widths.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            hooks.put(name, JsonFiles.requirePositiveInt(widths, name, file));
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        ObjectNode facts = object("provenance");
        for (Iterator<String> names = facts.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            provenance.put(name, text(facts, name));
        }
        try {
            return new StoreOptions(hooks, FloatType.valueOf(text("dtype")), positive("shardRows"), provenance);
        } catch (IllegalArgumentException e) {
            throw new FormatException(file, "cannot be used: " + e.getMessage(), e);
        }
    }

    List<ShardEntry> shards(int shardRows) {
        JsonNode list = json.path("shards");
        if (!list.isArray()) {
            throw JsonFiles.wrongKind(file, "shards", "a list", list);
        }
        List<ShardEntry> shards = new ArrayList<>();
        for (JsonNode node : list) {
            if (!(node instanceof ObjectNode shard)) {
                throw JsonFiles.wrongKind(file, "shards", "a list of objects", node);
            }
            int rows = JsonFiles.requirePositiveInt(shard, "rows", file);
            String name = text(shard, "file");
            if (rows > shardRows || !name.equals(ShardEntry.fileName(shards.size()))) {
                throw JsonFiles.wrongKind(file, "shards", "a list of finished shards", node);
            }
            shards.add(new ShardEntry(name, rows, hex(text(shard, "crc32c"))));
        }
        return shards;
    }

    private ObjectNode object(String key) {
        if (json.path(key) instanceof ObjectNode object) {
            return object;
        }
        throw JsonFiles.wrongKind(file, key, "an object", json.path(key));
    }

    private int hex(String text) {
        try {
            return Integer.parseUnsignedInt(text, HEX);
        } catch (NumberFormatException e) {
            throw new FormatException(file, "'" + text + "' is no checksum", e);
        }
    }
}
