package io.sae4j.activations.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that is larger than the heap of the process that writes and reads it; a writer that is killed. The large form
 * has the tag {@code slow}; what it measured is left in {@code target/store-process.txt}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StoreProcessTest {
    private static final long ROW_BYTES = 4L * StoreLoad.WIDTH;

    @TempDir
    Path temporary;

    @Test
    void writesReadsAndSurvivesAKillInASmallHeap() throws Exception {
        check((64L << 20) / ROW_BYTES, 4096, "-Xmx32m", 8L << 20);
    }

    @Test
    @Tag("slow")
    void twoGigabytesInAHeapOf256MiB() throws Exception {
        List<String> said = check((2L << 30) / ROW_BYTES, 32_768, "-Xmx256m", 256L << 20);
        Files.write(Path.of("target", "store-process.txt"), said);
    }

    private List<String> check(long rows, int shardRows, String heap, long windowBytes) throws Exception {
        List<String> said = new ArrayList<>();
        Path store = temporary.resolve("store");
        Path killed = temporary.resolve("killed");
        String shard = Integer.toString(shardRows);

        said.add("write " + run(heap, "write", store.toString(), Long.toString(rows), shard));
        said.add("permuted " + run(heap, "read", store.toString(), "permutation"));
        said.add("by blocks " + run(heap, "read", store.toString(), Long.toString(windowBytes)));
        // Flat: a small part of the store, whatever its size.
        assertThat(said).allMatch(line -> peakMiB(line) <= 128);
        assertThat(said).allMatch(line -> line.contains("rows=" + rows) && line.contains("nd4j=false"));

        Process writer = start(heap, "write", killed.toString(), Long.toString(Long.MAX_VALUE), shard);
        try {
            awaitShards(killed, 3);
        } finally {
            writer.destroyForcibly().waitFor();
        }
        continues(killed, shardRows);
        flippedByteIsFound(store);
        return said;
    }

    private static void continues(Path directory, int shardRows) {
        ActivationStore found = ActivationStore.open(directory);
        long finished = found.rows();
        assertThat(finished).isGreaterThanOrEqualTo(3L * shardRows).isEqualTo((long) found.shards() * shardRows);
        float[] values = new float[StoreLoad.WIDTH];
        StoreLoad.fill(values, 0, finished);
        try (ActivationStoreWriter writer = ActivationStore.append(directory)) {
            assertThat(writer.rows()).isEqualTo(finished);
            writer.append(1, new int[1], new int[1], new long[1], Map.of("resid", values));
        }
        StoreSource source = ActivationStore.open(directory).source("resid");
        assertThat(source.rowCount()).hasValue(finished + 1);
        Batch batch = Batch.forSource(source, 512);
        try (RowReader pass = source.sequential()) {
            while (pass.read(batch) > 0) {
                for (int i = 0; i < batch.rows(); i++) {
                    StoreLoad.fill(values, 0, batch.sourceRow(i));
                    int from = i * StoreLoad.WIDTH;
                    if (!Arrays.equals(values, 0, StoreLoad.WIDTH, batch.input(), from, from + StoreLoad.WIDTH)) {
                        throw new AssertionError("row " + batch.sourceRow(i) + " is wrong");
                    }
                }
                batch.clear();
            }
        }
    }

    private static void flippedByteIsFound(Path directory) throws IOException {
        Path shard = directory.resolve("shard-000002.rows");
        try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
            long at = file.length() / 3;
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 1);
        }
        StoreSource source = ActivationStore.open(directory).source("resid");
        Batch batch = Batch.forSource(source, 1024);
        assertThatThrownBy(() -> {
                    try (RowReader pass = source.shuffled(1)) {
                        while (pass.read(batch) > 0) {
                            batch.clear();
                        }
                    }
                })
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("shard-000002.rows: shard 2 is damaged: block ");
    }

    private static int peakMiB(String line) {
        return Integer.parseInt(line.replaceFirst(".*heapPeakMiB=(\\d+).*", "$1"));
    }

    private static void awaitShards(Path directory, int shards) throws Exception {
        while (!Files.exists(directory.resolve(String.format(Locale.ROOT, "shard-%06d.rows", shards)))) {
            Thread.sleep(5);
        }
    }

    private static String run(String heap, String... args) throws Exception {
        Process process = start(heap, args);
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static Process start(String heap, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(heap, "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(StoreLoad.class.getName());
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
