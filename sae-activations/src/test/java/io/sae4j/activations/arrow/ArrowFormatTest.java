package io.sae4j.activations.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.columns.MappedFiles;
import io.sae4j.activations.columns.PassedRows;
import io.sae4j.activations.columns.Tables;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.format.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrowFormatTest {
    private static final int WIDTH = 5;
    private static final int ROWS = 37;
    private static final List<List<Float>> ALL = Tables.rows(0, ROWS, WIDTH);
    private static final ArrowFormat FORMAT = new ArrowFormat();

    @TempDir
    Path directory;

    static Stream<Arguments> variants() {
        return Stream.of("list<float32>", "large<float64>", "fixed5<float32>", "fixed5<float16>", "list<float16>")
                .flatMap(type -> Stream.of(CodecType.NO_COMPRESSION, CodecType.LZ4_FRAME, CodecType.ZSTD)
                        .flatMap(codec -> Stream.of(true, false).map(streamed -> Arguments.of(type, codec, streamed))));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void readsRowsOfEveryVariant(String type, CodecType codec, boolean streamed) throws IOException {
        Path file = new ArrowTestFile(streamed, codec)
                .column("text", "text")
                .column("token_ids", "list<int>")
                .column("acts", type)
                .batch(batch(0, 16))
                .batch(batch(16, 16))
                .batch(batch(16, ROWS))
                .write(directory.resolve("rows.arrow"));

        ActivationSource source = FORMAT.open(file, FileOptions.none());

        assertThat(source.inputWidth()).isEqualTo(WIDTH);
        assertThat(source.rowCount()).hasValue(ROWS);
        assertThat(source.randomAccess()).isEqualTo(codec == CodecType.NO_COMPRESSION);
        assertReadsAll(source);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void readsNestedListsAsOneRowPerToken(String type, CodecType codec, boolean streamed) throws IOException {
        for (String outer : List.of("list", "large", "list<fixed1")) {
            boolean deep = outer.contains("fixed1");
            Path file = new ArrowTestFile(streamed, codec)
                    .column("acts", outer + "<" + type + ">" + (deep ? ">" : ""))
                    .column("token_ids", "list<int>")
                    .batch(Map.of("acts", documents(deep, 0, 16, 10, 0, 6), "token_ids", tokens(3)))
                    .batch(Map.of("acts", documents(deep, 16, ROWS, 21), "token_ids", tokens(1)))
                    .write(directory.resolve("nested.arrow"));

            ActivationSource source = FORMAT.open(file, FileOptions.tensor("acts"));

            assertThat(source.rowCount()).hasValue(ROWS);
            assertReadsAll(source);
        }
    }

    @Test
    void readsAcrossMappings() throws IOException {
        Path file = new ArrowTestFile(true, CodecType.NO_COMPRESSION)
                .column("acts", "list<float64>")
                .batch(Map.of("acts", ALL))
                .write(directory.resolve("rows.arrow"));

        assertReadsAll(ArrowFormat.open(MappedFiles.withWindows(file, 64), FileOptions.none()));
    }

    @Test
    void fillsTargetsOfTheirOwn() throws IOException {
        for (CodecType codec : List.of(CodecType.NO_COMPRESSION, CodecType.ZSTD)) {
            ActivationSource source = FORMAT.open(plain("list<float32>", codec, ALL), FileOptions.none());
            Batch batch = Batch.withTargets(6, WIDTH, WIDTH);
            source.shuffled(1).read(batch);
            assertThat(batch.target()).isEqualTo(batch.input()).doesNotContain(0f);
            assertThatThrownBy(() -> source.sequential().read(Batch.autoencoder(3, WIDTH + 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("have width 5, the batch wants 6 and 6");
        }
    }

    @Test
    void orderDependsOnTheSeedAlone() throws IOException {
        for (CodecType codec : List.of(CodecType.NO_COMPRESSION, CodecType.LZ4_FRAME)) {
            ActivationSource source = FORMAT.open(plain("list<float32>", codec, ALL), FileOptions.none());
            List<Long> first = PassedRows.of(source, source.shuffled(1), 8).numbers();
            assertThat(PassedRows.of(source, source.shuffled(1), 3).numbers()).isEqualTo(first);
            assertThat(PassedRows.of(source, source.shuffled(2), 8).numbers()).isNotEqualTo(first);
        }
    }

    static Stream<CodecType> codecs() {
        return Stream.of(CodecType.NO_COMPRESSION, CodecType.LZ4_FRAME, CodecType.ZSTD);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void refusesNullsWithTheirRow(CodecType codec) throws IOException {
        List<List<Float>> rows = new ArrayList<>(ALL);
        rows.set(21, null);
        assertRefused("column 'acts': row 21 is null", plain("list<float32>", codec, rows));
        assertRefused("column 'acts': row 21 is null", plain("fixed5<float32>", codec, rows));
        rows.set(21, Arrays.asList(1f, 2f, null, 4f, 5f));
        assertRefused("column 'acts' holds a null in row 21", plain("list<float32>", codec, rows));
        assertRefused("column 'acts' holds a null in row 21", plain("fixed5<float32>", codec, rows));
        assertRefused(
                "column 'acts': row 1 of the table is null",
                plain("list<list<float32>>", codec, Arrays.asList(ALL.subList(0, 3), null, ALL.subList(3, 5))));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void refusesRowsOfAnotherWidth(CodecType codec) throws IOException {
        List<List<Float>> rows = new ArrayList<>(ALL);
        rows.set(30, List.of(1f, 2f));
        assertRefused("row 30 of column 'acts' has 2 entries, expected 5", plain("list<float32>", codec, rows));
        rows.set(0, List.of());
        assertRefused("rows of column 'acts' have no entries", plain("list<float32>", codec, rows));
    }

    @Test
    void choosesAColumnOrSaysWhichThereAre() throws IOException {
        Path file = new ArrowTestFile(false, CodecType.NO_COMPRESSION)
                .column("a", "list<float32>")
                .column("b", "fixed5<float64>")
                .column("ids", "list<int>")
                .column("scalar", "float32")
                .batch(Map.of("a", ALL, "b", ALL, "ids", tokens(ROWS), "scalar", Collections.nCopies(ROWS, 1f)))
                .write(directory.resolve("two.feather"));

        assertReadsAll(FORMAT.open(file, FileOptions.tensor("b")));
        assertThatThrownBy(() -> FORMAT.open(file, FileOptions.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " has several columns of lists of floats; name one of "
                        + "['a' (list<float32>), 'b' (fixed_size_list<float64>)]");
        assertThatThrownBy(() -> FORMAT.open(file, FileOptions.tensor("c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no column 'c'; its columns are ['a' (list<float32>)");
        assertThatThrownBy(() -> FORMAT.open(file, FileOptions.tensor("ids")))
                .isInstanceOf(FormatException.class)
                .hasMessage(file + ": column 'ids' must hold lists of floats, it holds list<integer>");
        assertThatThrownBy(() -> FORMAT.open(file, FileOptions.tensor("scalar")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("it holds float32");
    }

    @Test
    void refusesFilesWithoutRows() throws IOException {
        assertRefused("column 'acts' has no rows", plain("list<float32>", CodecType.NO_COMPRESSION, List.of()));
        Path file = new ArrowTestFile(true, CodecType.NO_COMPRESSION)
                .column("x", "float32")
                .batch(Map.of("x", List.of(1f)))
                .write(directory.resolve("scalars.arrow"));
        assertRefused("has no column of lists of floats; its columns are ['x' (float32)]", file);
    }

    @Test
    void refusesWhatIsNotArrow() throws IOException {
        Path file = directory.resolve("bad.arrow");
        Files.write(file, new byte[0]);
        assertRefused("is too short for an Arrow file: 0 bytes", file);
        Files.write(file, "FEA1 the first version".getBytes(StandardCharsets.US_ASCII));
        assertRefused("is of Feather version 1; version 2 can be read (the default of current writers)", file);
        Files.write(file, "this is no table of anything at all".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> FORMAT.open(file, FileOptions.none())).isInstanceOf(FormatException.class);
    }

    @Test
    void everyTruncationIsRefusedOrGivesWholeBatches() throws IOException {
        for (CodecType codec : codecs().toList()) {
            for (boolean streamed : new boolean[] {true, false}) {
                byte[] whole = Files.readAllBytes(new ArrowTestFile(streamed, codec)
                        .column("acts", "list<float32>")
                        .batch(Map.of("acts", ALL.subList(0, 16)))
                        .batch(Map.of("acts", ALL.subList(16, ROWS)))
                        .write(directory.resolve("whole.arrow")));
                Path cut = directory.resolve("cut.arrow");
                for (int length = 0;
                        length < whole.length;
                        length += whole.length - length < 64 || length < 64 ? 1 : 11) {
                    Files.write(cut, Arrays.copyOf(whole, length));
                    List<List<Float>> rows;
                    try {
                        ActivationSource source = FORMAT.open(cut, FileOptions.none());
                        rows = PassedRows.of(source, source.sequential(), 8).inOrder();
                    } catch (FormatException e) {
                        continue;
                    }
                    assertThat(streamed)
                            .as("a file cut at byte %d was read", length)
                            .isTrue();
                    assertThat(rows).isIn(ALL.subList(0, 16), ALL);
                }
            }
        }
    }

    @Test
    void recognisesSuffixesAndTheMark() throws IOException {
        Path byMark = new ArrowTestFile(false, CodecType.NO_COMPRESSION)
                .column("acts", "list<float32>")
                .batch(Map.of("acts", ALL))
                .write(directory.resolve("unnamed"));
        assertThat(FORMAT.recognises(byMark)).isTrue();
        assertThat(FORMAT.recognises(Files.write(directory.resolve("x.FEATHER"), new byte[1])))
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

    private Path plain(String type, CodecType codec, List<?> rows) throws IOException {
        return new ArrowTestFile(false, codec)
                .column("acts", type)
                .batch(Map.of("acts", rows))
                .write(directory.resolve("plain.arrow"));
    }

    private static Map<String, List<?>> batch(int from, int to) {
        return Map.of(
                "text", Collections.nCopies(to - from, "words"),
                "token_ids", tokens(to - from),
                "acts", ALL.subList(from, to));
    }

    private static List<?> documents(boolean deep, int from, int to, int... lengths) {
        List<List<List<Float>>> documents = Tables.documents(ALL.subList(from, to), lengths);
        return deep
                ? documents.stream()
                        .map(document -> document.stream().map(List::of).toList())
                        .toList()
                : documents;
    }

    private static List<List<Integer>> tokens(int rows) {
        return Collections.nCopies(rows, List.of(1, 2, 3));
    }
}
