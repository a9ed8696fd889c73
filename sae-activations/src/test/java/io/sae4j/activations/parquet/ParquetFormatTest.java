package io.sae4j.activations.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.columns.MappedFile;
import io.sae4j.activations.columns.MappedFiles;
import io.sae4j.activations.columns.PassedRows;
import io.sae4j.activations.columns.Tables;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.activations.parquet.ParquetTestFile.Encoding;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.format.FloatType;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetFormatTest {
    private static final int WIDTH = 5;
    private static final int ROWS = 237;
    private static final List<List<Float>> ALL = Tables.rows(0, ROWS, WIDTH);
    private static final ParquetFormat FORMAT = new ParquetFormat();
    private static final String FLOATS = ParquetTestFile.list("acts", FloatType.F32);

    @TempDir
    Path directory;

    static Stream<Arguments> variants() {
        return Stream.of(
                        CompressionCodecName.UNCOMPRESSED,
                        CompressionCodecName.SNAPPY,
                        CompressionCodecName.GZIP,
                        CompressionCodecName.ZSTD,
                        CompressionCodecName.LZ4_RAW)
                .flatMap(codec -> Stream.of(WriterVersion.values())
                        .flatMap(version ->
                                Stream.of(Encoding.values()).map(encoding -> Arguments.of(codec, version, encoding))));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void readsRowsOfEveryVariant(CompressionCodecName codec, WriterVersion version, Encoding encoding)
            throws IOException {
        List<FloatType> types = new ArrayList<>(List.of(FloatType.F32, FloatType.F64));
        if (version == WriterVersion.PARQUET_1_0) {
            types.add(FloatType.F16);
        }
        for (FloatType floats : types) {
            Path file = ParquetTestFile.of("required binary text (STRING); " + ParquetTestFile.list("acts", floats)
                            + " optional int32 id;")
                    .compressed(codec)
                    .version(version)
                    .encoded(encoding)
                    .write(directory.resolve("rows.parquet"), table(row -> Arrays.asList("words", row, 7)));

            ActivationSource source = FORMAT.open(file, FileOptions.none());

            assertThat(source.inputWidth()).isEqualTo(WIDTH);
            assertThat(source.rowCount()).hasValue(ROWS);
            assertThat(source.randomAccess()).isFalse();
            assertReadsAll(source);
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void readsNestedListsAsOneRowPerToken(CompressionCodecName codec, WriterVersion version, Encoding encoding)
            throws IOException {
        List<List<?>> documents = new ArrayList<>();
        Tables.documents(ALL, 0, 100, 1, 0, 0, 130, 6).forEach(document -> documents.add(List.of(document)));
        Path file = ParquetTestFile.of(ParquetTestFile.nested("acts"))
                .compressed(codec)
                .version(version)
                .encoded(encoding)
                .write(directory.resolve("nested.parquet"), documents);

        ActivationSource source = FORMAT.open(file, FileOptions.tensor("acts"));

        assertThat(source.rowCount()).isEmpty();
        assertReadsAll(source);
    }

    @Test
    void refusesOtherEncodingsByName() throws IOException {
        Path file = ParquetTestFile.of(ParquetTestFile.list("acts", FloatType.F16))
                .version(WriterVersion.PARQUET_2_0)
                .write(directory.resolve("delta.parquet"), table(List::of));
        assertRefused(
                "has floats in encoding DELTA_BYTE_ARRAY; PLAIN, dictionaries and BYTE_STREAM_SPLIT can be read", file);
    }

    @Test
    void readsOtherFormsOfLists() throws IOException {
        for (String schema : List.of(
                "required group acts (LIST) { repeated float element; }",
                "repeated float acts;",
                "optional group acts (LIST) { repeated group bag { required float array_element; } }")) {
            Path file = ParquetTestFile.of(schema).write(directory.resolve("old.parquet"), table(List::of));
            assertReadsAll(FORMAT.open(file, FileOptions.none()));
        }
    }

    @Test
    void readsSeveralRowGroupsInShuffledOrder() throws IOException {
        Path file = flat(table(List::of));
        ActivationSource source = FORMAT.open(file, FileOptions.none());
        assertThat(ParquetFile.open(MappedFile.open(file), FileOptions.none()).chunks())
                .isGreaterThan(3);
        List<Long> first = PassedRows.of(source, source.shuffled(1), 8).numbers();
        assertThat(PassedRows.of(source, source.shuffled(1), 3).numbers()).isEqualTo(first);
        assertThat(PassedRows.of(source, source.shuffled(2), 8).numbers()).isNotEqualTo(first);
    }

    @Test
    void readsAcrossMappings() throws IOException {
        assertReadsAll(ParquetFormat.open(MappedFiles.withWindows(flat(table(List::of)), 64), FileOptions.none()));
    }

    @Test
    void fillsTargetsOfTheirOwn() throws IOException {
        ActivationSource source = FORMAT.open(flat(table(List::of)), FileOptions.none());
        Batch batch = Batch.withTargets(6, WIDTH, WIDTH);
        source.sequential().read(batch);
        assertThat(batch.target()).isEqualTo(batch.input()).doesNotContain(0f);
    }

    @Test
    void refusesNullsWithTheirRow() throws IOException {
        assertRefused("row 200 of column 'acts' is null", flat(changed(200, null)));
        assertRefused("row 200 of column 'acts' holds a null", flat(changed(200, Arrays.asList(1f, null, 3f, 4f, 5f))));
        assertRefused("row 0 of row group 0 of column 'acts' is null", flat(changed(0, null)));
    }

    @Test
    void refusesRowsOfAnotherWidth() throws IOException {
        assertRefused("row 200 of column 'acts' has 2 entries, expected 5", flat(changed(200, List.of(1f, 2f))));
        assertRefused("row 200 of column 'acts' has no entries", flat(changed(200, List.of())));
        assertRefused(
                "row 200 of column 'acts' has more entries, expected 5",
                flat(changed(200, List.of(1f, 2f, 3f, 4f, 5f, 6f))));
        assertRefused(
                "row 236 of column 'acts' has more entries, expected 5",
                flat(changed(236, List.of(1f, 2f, 3f, 4f, 5f, 6f))));
    }

    @Test
    void choosesAColumnOrSaysWhichThereAre() throws IOException {
        Path file = ParquetTestFile.of(FLOATS + ParquetTestFile.list("b", FloatType.F64)
                        + "optional group ids (LIST) { repeated group list { optional int32 element; } }"
                        + "optional float scalar; optional group pair { optional float x; optional float y; }")
                .write(directory.resolve("two.parquet"), table(row -> Arrays.asList(row, row, List.of(1), 1f)));

        assertReadsAll(FORMAT.open(file, FileOptions.tensor("b")));
        assertThatThrownBy(() -> FORMAT.open(file, FileOptions.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " has several columns of lists of floats; name one of "
                        + "['acts' (list of float), 'b' (list of double)]");
        assertThatThrownBy(() -> FORMAT.open(file, FileOptions.tensor("c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no column 'c'; its columns are ['acts' (list of float)");
        for (var wrong : List.of("ids/list of int32", "scalar/float", "pair/struct")) {
            String[] parts = wrong.split("/");
            assertThatThrownBy(() -> FORMAT.open(file, FileOptions.tensor(parts[0])))
                    .isInstanceOf(FormatException.class)
                    .hasMessage(file + ": column '" + parts[0] + "' must hold lists of floats, it holds " + parts[1]);
        }
    }

    @Test
    void refusesFilesWithoutRows() throws IOException {
        assertRefused("column 'acts' has no rows", flat(List.of()));
        assertRefused(
                "has no column of lists of floats; its columns are ['x' (float)]",
                ParquetTestFile.of("optional float x;").write(directory.resolve("x.parquet"), List.of(List.of(1f))));
    }

    @Test
    void refusesWhatIsNotParquet() throws IOException {
        Path file = directory.resolve("bad.parquet");
        Files.write(file, new byte[0]);
        assertRefused("is not a Parquet file (0 bytes)", file);
        Files.write(file, "PARE encrypted PARE".getBytes(StandardCharsets.US_ASCII));
        assertRefused("is encrypted", file);
        Files.write(file, "PAR1 this is cut off".getBytes(StandardCharsets.US_ASCII));
        assertRefused("is truncated: it does not end with Parquet's mark", file);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(flat(table(List::of)));
        Path cut = directory.resolve("cut.parquet");
        for (int length = 0; length < whole.length; length += length < 64 ? 1 : 11) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> FORMAT.open(cut, FileOptions.none())).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void everyChangedByteOfAPageIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(flat(table(List::of)));
        Path changed = directory.resolve("changed.parquet");
        int unnoticed = 0;
        for (int at = 4; at < 1500; at += 13) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x10;
            Files.write(changed, bytes);
            try {
                ActivationSource source = FORMAT.open(changed, FileOptions.none());
                assertThat(PassedRows.of(source, source.sequential(), 8).inOrder())
                        .isEqualTo(ALL);
                unnoticed++;
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining(changed.toString());
            }
        }
        assertThat(unnoticed)
                .as("changes of no consequence, such as to statistics")
                .isLessThan(40);
    }

    @Test
    void recognisesSuffixesAndTheMark() throws IOException {
        Path unnamed = directory.resolve("unnamed");
        Files.move(flat(table(List::of)), unnamed);
        assertThat(FORMAT.recognises(unnamed)).isTrue();
        assertThat(FORMAT.recognises(Files.write(directory.resolve("x.Parquet"), new byte[1])))
                .isTrue();
        assertThat(FORMAT.recognises(Files.write(directory.resolve("x.npy"), new byte[9])))
                .isFalse();
    }

    private void assertReadsAll(ActivationSource source) {
        PassedRows stored = PassedRows.of(source, source.sequential(), 8);
        assertThat(stored.numbers()).isSorted().hasSize(ROWS);
        assertThat(stored.inOrder()).isEqualTo(ALL);
        PassedRows shuffled = PassedRows.of(source, source.shuffled(3), 8);
        assertThat(shuffled.numbers()).isNotEqualTo(stored.numbers()).hasSize(ROWS);
        assertThat(shuffled.inOrder()).isEqualTo(ALL);
    }

    private void assertRefused(String problem, Path file) {
        assertThatThrownBy(() -> {
                    ActivationSource source = FORMAT.open(file, FileOptions.none());
                    PassedRows.of(source, source.sequential(), 8);
                })
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": " + problem);
    }

    private Path flat(List<List<?>> rows) throws IOException {
        return ParquetTestFile.of(FLOATS).write(directory.resolve("flat.parquet"), rows);
    }

    private static List<List<?>> table(Function<List<Float>, List<?>> row) {
        List<List<?>> rows = new ArrayList<>();
        ALL.forEach(floats -> rows.add(row.apply(floats)));
        return rows;
    }

    private static List<List<?>> changed(int number, List<Float> floats) {
        List<List<?>> rows = table(List::of);
        rows.set(number, Collections.singletonList(floats));
        return rows;
    }
}
