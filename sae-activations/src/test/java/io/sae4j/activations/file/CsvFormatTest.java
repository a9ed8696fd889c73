package io.sae4j.activations.file;

import static io.sae4j.activations.file.Refusals.assertAsksFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFormatTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t'})
    void readsEveryDelimiterWithAndWithoutHeader(char delimiter) {
        String rows = Written.csv(delimiter, 0, 37, 4);
        String names = String.join("" + delimiter, "a", "\"b, \"\"c\"\"; d\te\"", "ß", "f");
        for (String text : new String[] {
            rows,
            rows.stripTrailing(),
            rows + "\r\n\n",
            rows.replace("\n", "\r\n"),
            rows.replace("\n", "\r"),
            rows.replace("" + delimiter, " " + delimiter + " "),
            rows.replace("\n3.0", "\n\"3.0\""),
            names + "\n" + rows,
            "\ufeff" + names + "\r\n" + rows,
            "\ufeff" + rows,
            "\uff21" + names + "\n" + rows,
            String.join("" + delimiter, "0", "1", "2", "3") + "\n" + rows,
            "# a comment, with; all\tdelimiters \"\n#\n" + rows
        }) {
            Rows.assertHolds(ActivationFiles.open(csv(text)), 37, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"numpy.csv", "numpy-header.csv"})
    void readsWhatNumPyWrote(String name) {
        Rows.assertHolds(ActivationFiles.open(Written.golden(name)), 6, 5);
    }

    @Test
    void readsAColumnWithoutDelimiters() {
        Rows.assertHolds(ActivationFiles.open(csv("name\n" + Written.csv(',', 0, 9, 1))), 9, 1);
    }

    @Test
    void readsEveryWayToWriteANumber() {
        assertThat(row("1,-2,+3,.5,4.,-1e2,1.5E-3,NaN,-inf,Infinity,1e-60,0.1"))
                .containsExactly(
                        1,
                        -2,
                        3,
                        0.5f,
                        4,
                        -100,
                        0.0015f,
                        Float.NaN,
                        Float.NEGATIVE_INFINITY,
                        Float.POSITIVE_INFINITY,
                        0,
                        0.1f);
    }

    @Test
    void twoNumberedColumnsAreARow() {
        assertThat(ActivationFiles.open(csv("0,1\n1,0\n")).rowCount()).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2\\n3,x4\\n| line 2, column 2: 'x4' is not a number",
                "1,2\\n3,0x4\\n| line 2, column 2: '0x4' is not a number",
                "1,2\\n3,4f\\n| line 2, column 2: '4f' is not a number",
                "1,2\\n3,1e\\n| line 2, column 2: '1e' is not a number",
                "1,2\\n3,.\\n| line 2, column 2: '.' is not a number",
                "1;2\\n1,5;2\\n| line 2, column 1: '1,5' is not a number",
                "a b\\n1 2\\n| line 2, column 1: '1 2' is not a number",
                "1,2\\n3,1e39\\n| line 2, column 2: '1e39' is beyond the range of float",
                "1,2\\n3,\\n| line 2, column 2: the cell is empty",
                "1,2\\n3\\n| line 2: it has 1 cells, but the first line has 2",
                "1,2\\n3,4,5\\n| line 2: it has more than the 2 cells of the first line",
                "a,b\\n3,4\\n\\n5,6\\n| line 3: it is empty, but rows follow",
                "1,2\\n\"3,4\\n| line 2, column 1: the quotes are not closed on this line",
                "1,2\\n\"3\"4,5\\n| line 2, column 1: text follows the closing quote",
                ",0,1\\n0,1,2\\n| line 1, column 1: the cell is empty; if this is a column of row names,"
                        + " write the file without it (pandas: index=False)",
                "token,0,1\\na,1,2\\n| line 1, column 1: 'token' is not a number, but others in the first line are,"
                        + " so that it is no header either",
                "''| is empty, or its first line is",
                "\\n1,2\\n| is empty, or its first line is",
                "a,b\\n| is empty: it has a header and no rows",
                "1,2\\n3,\\0\\n| line 2, column 2: there is a zero byte, so it is not a text file that can be read"
                        + " (UTF-8 or ASCII)"
            })
    void namesWhatIsWrongWithItsPlace(String text, String problem) {
        String content = text.replace("\\n", "\n").replace("\\0", "\0");
        Refusals.assertRefused(directory.resolve("bad.csv"), content.getBytes(StandardCharsets.UTF_8), ": " + problem);
    }

    @Test
    void refusesACellWithoutEnd() {
        Refusals.assertRefused(
                directory.resolve("bad.csv"),
                "7".repeat(1 << 20).getBytes(StandardCharsets.UTF_8),
                ": line 1, column 1: the cell is longer than 4096 bytes");
    }

    @Test
    void hasNothingToName() {
        assertAsksFor(
                csv("1,2\n"),
                FileOptions.tensor("a"),
                " has nothing called 'a': all columns of a CSV file are one row together");
    }

    @Test
    void seesThatTheFileHasChanged() {
        Path file = csv("1,2\n3,4\n");
        ActivationSource source = ActivationFiles.open(file);
        csv("1,2\n");
        assertThatThrownBy(() -> source.sequential().read(Batch.autoencoder(2, 2)))
                .hasMessage(file + ": ends early: it has changed since it was opened");
    }

    private float[] row(String text) {
        ActivationSource source = ActivationFiles.open(csv(text));
        Batch batch = Batch.autoencoder(1, source.inputWidth());
        try (RowReader rows = source.sequential()) {
            rows.read(batch);
        }
        return batch.input();
    }

    private Path csv(String text) {
        return Written.write(directory.resolve("a.csv"), text);
    }
}
