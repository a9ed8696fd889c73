package io.sae4j.activations.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed in a store's files is found, and told with file and shard. */
class StoreDamageTest {
    private static final int ROWS = 130;

    @TempDir
    Path temporary;

    private Path directory;
    private Path shard;
    private Path manifest;

    @BeforeEach
    void write() {
        directory = temporary.resolve("store");
        TestStores.write(directory, FloatType.F16, 50, ROWS);
        shard = directory.resolve("shard-000001.rows");
        manifest = directory.resolve("manifest.json");
    }

    private void readAll() {
        ActivationStore store = ActivationStore.open(directory);
        StoreSource source = store.paired("a", "b");
        assertThat(TestStores.checked(source, source.shuffled(1), 16, 0, 1)).hasSize(ROWS);
        assertThat(source.documents()).hasSize(17);
    }

    @Test
    void everyFlippedByteOfAShardIsFound() throws IOException {
        byte[] content = Files.readAllBytes(shard);
        for (int at = 0; at < content.length; at++) {
            byte[] damaged = content.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(shard, damaged);
            assertThatThrownBy(this::readAll)
                    .as("byte %s", at)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("shard-000001.rows: shard 1 is damaged");
        }
        Files.write(shard, content);
        readAll();
    }

    @Test
    void tellsWhichBlockAndColumn() throws IOException {
        byte[] content = Files.readAllBytes(shard);
        // The third block: 16 rows of 32 bytes before it, then 8 rows of documents, ids, positions and "a".
        content[16 * 32 + 8 * 22] ^= 1;
        Files.write(shard, content);
        ActivationStore store = ActivationStore.open(directory);
        TestStores.checked(store.source("a"), store.source("a").sequential(), 16, 0, 0);
        assertThatThrownBy(() ->
                        TestStores.checked(store.source("b"), store.source("b").sequential(), 16, 1, 1))
                .hasMessageEndingWith("shard 1 is damaged: block 2 (rows from 16 of the shard) does not match its"
                        + " checksum in the rows of hook point 'b'");
    }

    @Test
    void aMissingShardIsFound() throws IOException {
        Files.delete(shard);
        assertThatThrownBy(this::readAll)
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("shard-000001.rows: shard 1 is missing");
        assertThatThrownBy(() -> ActivationStore.append(directory)).isInstanceOf(FormatException.class);
    }

    @Test
    void everyOtherLengthOfAShardIsFound() throws IOException {
        byte[] content = Files.readAllBytes(shard);
        for (int length : new int[] {0, 1, 100, content.length - 1, content.length + 1}) {
            Files.write(shard, Arrays.copyOf(content, length));
            assertThatThrownBy(this::readAll)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("shard-000001.rows: shard 1 is damaged: it has " + length
                            + " bytes, its 50 rows need " + content.length);
        }
    }

    @Test
    void aShardThatIsShortenedAfterOpeningIsFoundWhenItIsMapped() throws IOException {
        ActivationStore store = ActivationStore.open(directory);
        Files.write(shard, new byte[10]);
        assertThatThrownBy(() ->
                        TestStores.checked(store.source("a"), store.source("a").sequential(), 16, 0, 0))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("shard 1 is damaged");
    }

    @Test
    void exchangedShardsAreFound() throws IOException {
        Path other = directory.resolve("shard-000000.rows");
        byte[] content = Files.readAllBytes(shard);
        Files.write(shard, Files.readAllBytes(other));
        Files.write(other, content);
        assertThatThrownBy(this::readAll)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("its table of checksums is not the manifest's");
    }

    @Test
    void everyFlippedByteOfTheManifestIsFoundOrMeansTheSame() throws IOException {
        byte[] content = Files.readAllBytes(manifest);
        int found = 0;
        for (int at = 0; at < content.length; at++) {
            byte[] damaged = content.clone();
            damaged[at] ^= (byte) (1 << at % 7);
            Files.write(manifest, damaged);
            try {
                // White space may turn into other white space.
                readAll();
                assertThat(Character.isWhitespace(damaged[at])).isTrue();
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("manifest.json");
                found++;
            }
        }
        assertThat(found).isGreaterThan(content.length / 2);
    }

    @Test
    void anEditedManifestIsFound() throws IOException {
        String text = Files.readString(manifest);
        edit(text.replace("\"rows\" : 30", "\"rows\" : 29"), "was changed: its content does not match its checksum");
        edit(text.replace("\"F16\"", "\"BF16\""), "was changed");
        edit(text.replace("\"version\" : 1", "\"version\" : 2"), "is of version 2; this library reads version 1");
        edit(text.replace("sae4j-activation-store", "other"), "key 'format' must be \"sae4j-activation-store\"");
        edit("", "");
        edit("[]", "not a JSON object");
        edit("{}", "key 'format' must be a string");
        edit(text.substring(0, text.length() / 2), "not valid JSON");
    }

    private void edit(String text, String message) throws IOException {
        Files.writeString(manifest, text);
        assertThatThrownBy(this::readAll).isInstanceOf(FormatException.class).hasMessageContaining(message);
    }

    @Test
    void mutatedStoresGiveRowsOrOneError() throws IOException {
        byte[] manifestBytes = Files.readAllBytes(manifest);
        byte[] shardBytes = Files.readAllBytes(shard);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            Files.write(manifest, i % 2 == 0 ? mutated(manifestBytes, random) : manifestBytes);
            Files.write(shard, i % 2 == 1 ? mutated(shardBytes, random) : shardBytes);
            try {
                readAll();
            } catch (FormatException e) {
                assertThat(e.getMessage().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
            }
        }
    }

    private static byte[] mutated(byte[] content, SplittableRandom random) {
        byte[] mutated =
                Arrays.copyOf(content, random.nextInt(4) == 0 ? random.nextInt(content.length) : content.length);
        for (int edits = random.nextInt(4); edits > 0 && mutated.length > 0; edits--) {
            mutated[random.nextInt(mutated.length)] = (byte) ('0' + random.nextInt(10));
        }
        return mutated;
    }
}
