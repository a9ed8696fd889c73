package io.sae4j.activations.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.activations.arrow.ArrowFormat;
import io.sae4j.activations.file.ActivationFormat;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.activations.parquet.ParquetFormat;
import io.sae4j.data.ActivationSource;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by pyarrow, which Hugging Face datasets, pandas and SAELens write with; {@code golden/columns/README.md}. */
class PyarrowFilesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hugging-face.arrow",
                "zstd.arrow",
                "version4.arrow",
                "large.arrow",
                "default.feather",
                "nested-lz4.feather",
                "half.feather",
                "fixed-zstd.feather",
                "default.parquet",
                "nested-zstd-v2.parquet",
                "split-gzip.parquet",
                "half-lz4.parquet",
                "plain.parquet"
            })
    void readsTheRows(String name) throws URISyntaxException {
        assertReads(name, 37);
    }

    @Test
    void readsLz4BlocksThatReferToOthers() throws URISyntaxException {
        assertReads("linked-lz4.feather", 4000);
    }

    private void assertReads(String name, int rows) throws URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(getClass().getResource("/golden/columns/" + name), name)
                .toURI());
        ActivationFormat format = Stream.of(new ArrowFormat(), new ParquetFormat())
                .filter(candidate -> candidate.recognises(file))
                .findFirst()
                .orElseThrow();

        ActivationSource source = format.open(file, FileOptions.none());

        List<List<Float>> expected = Tables.rows(0, rows, 5);
        assertThat(PassedRows.of(source, source.sequential(), 8).inOrder()).isEqualTo(expected);
        assertThat(PassedRows.of(source, source.shuffled(1), 5).inOrder()).isEqualTo(expected);
    }
}
