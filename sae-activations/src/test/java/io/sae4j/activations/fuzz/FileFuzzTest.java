package io.sae4j.activations.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.activations.file.ActivationFiles;
import io.sae4j.activations.file.FileOptions;
import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged files of every format that {@link ActivationFiles} opens; see {@link Fuzzing}. */
class FileFuzzTest {
    private static final int BATCH_ROWS = 7;
    /** A file that repeats itself by compression may have many; enough are looked at. */
    private static final int MOST_ROWS = 2000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(FileCorpus.class)
    void damagedFilesGiveRowsOrOneClearError(FileCorpus corpus) throws Exception {
        Fuzzing.Outcome outcome = Fuzzing.run(corpus.fileName(), corpus.files(), directory, FileFuzzTest::readAll);
        assertThat(outcome.refused()).as("%s", outcome).isGreaterThan(outcome.read() / 10);
        assertThat(outcome.read()).as("%s", outcome).isPositive();
    }

    private static void readAll(Path file) {
        ActivationSource source = open(file);
        pass(source, source.sequential());
        pass(source, source.shuffled(1));
    }

    private static ActivationSource open(Path file) {
        try {
            return ActivationFiles.open(file, FileOptions.none());
        } catch (IllegalArgumentException several) {
            return ActivationFiles.open(file, new FileOptions(Optional.of("acts")));
        }
    }

    private static void pass(ActivationSource source, RowReader reader) {
        Batch batch = Batch.forSource(source, BATCH_ROWS);
        int rows = 0;
        try (reader) {
            int count = reader.read(batch);
            while (count > 0 && rows < MOST_ROWS) {
                rows += count;
                batch.clear();
                count = reader.read(batch);
            }
        }
        if (source.rowCount().isPresent() && rows < MOST_ROWS) {
            assertThat((long) rows).isEqualTo(source.rowCount().getAsLong());
        }
    }
}
