package io.sae4j.activations.file;

import static io.sae4j.activations.file.Refusals.assertAsksFor;
import static io.sae4j.activations.file.Refusals.assertRefused;
import static io.sae4j.activations.file.Written.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.data.ActivationSource;
import io.sae4j.data.Batch;
import io.sae4j.data.RowReader;
import io.sae4j.format.FloatType;
import io.sae4j.format.safetensors.SafetensorsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class SafetensorsFormatTest {
    /** bfloat16 holds row numbers and eighths exactly up to here. */
    private static final int ROWS = 31;

    private static final int WIDTH = 5;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void readsEveryType(FloatType type) {
        Path file = Written.write(directory.resolve("a.safetensors"), Written.safetensors(type, 0, ROWS, WIDTH));
        ActivationSource source = ActivationFiles.open(file);

        assertThat(source.randomAccess()).isTrue();
        Rows.assertHolds(source, ROWS, WIDTH);
        Rows.assertHolds(ActivationFiles.open(file, FileOptions.tensor("acts")), ROWS, WIDTH);
    }

    @Test
    void takesTheOnlyMatrixAmongOtherTensors() {
        Rows.assertHolds(ActivationFiles.open(several("F32")), 2, 3);
    }

    @Test
    void asksForANameWhereSeveralTensorsCouldBeMeant() {
        Path file = Written.write(
                directory.resolve("two.safetensors"),
                Written.safetensors(
                        "{" + tensor("layer3", "F32", "[2,3]", 0, 24) + "," + tensor("layer4", "BF16", "[1,3]", 24, 30)
                                + "," + tensor("ids", "I64", "[1,1]", 30, 38) + "}",
                        Written.numbers(FloatType.F32, false, 0, 2, 3),
                        Written.numbers(FloatType.BF16, false, 0, 1, 3),
                        new byte[8]));
        assertAsksFor(
                file, FileOptions.none(), " has several tensors that could be meant; name one of 'layer3', 'layer4'");
        assertAsksFor(
                file, FileOptions.tensor("layer5"), " has no tensor 'layer5'; there are 'layer3', 'layer4', 'ids'");
        Rows.assertHolds(ActivationFiles.open(file, FileOptions.tensor("layer3")), 2, 3);
        assertThat(ActivationFiles.open(file, FileOptions.tensor("layer4")).rowCount())
                .hasValue(1);
        assertRefused(
                file, FileOptions.tensor("ids"), ": tensor 'ids' has dtype I64; F32, F16, BF16 and F64 can be read");
    }

    @Test
    void readsWhatSaeLensWrote() {
        Path file = Written.golden("saelens-topk.safetensors");
        assertAsksFor(
                file, FileOptions.none(), " has several tensors that could be meant; name one of 'W_dec', 'W_enc'");
        ActivationSource source = ActivationFiles.open(file, FileOptions.tensor("W_dec"));
        Batch batch = Batch.forSource(source, 100);
        try (RowReader rows = source.sequential();
                SafetensorsFile tensors = SafetensorsFile.open(file);
                INDArray expected = tensors.read("W_dec")) {
            assertThat(rows.read(batch)).isEqualTo((int) expected.size(0));
            assertThat(batch.input()).startsWith(expected.ravel().toFloatVector());
        }
    }

    @Test
    void namesADimensionOrTypeThatCannotBeRead() {
        assertRefused(
                several("F32"),
                FileOptions.tensor("bias"),
                ": tensor 'bias' must have two dimensions [rows, width], its shape is [3]");
        assertRefused(
                several("I32"),
                FileOptions.none(),
                ": holds no two-dimensional floating-point tensor; there are 'acts', 'bias'");
        Path empty = directory.resolve("empty.safetensors");
        assertRefused(
                empty,
                Written.safetensors("{" + tensor("acts", "F32", "[0,3]", 0, 0) + "}"),
                ": tensor 'acts' holds no numbers: shape [0, 3]");
        assertRefused(
                empty,
                Written.safetensors("{" + tensor("acts", "F32", "[3,0]", 0, 0) + "}"),
                ": tensor 'acts' holds no numbers: shape [3, 0]");
        assertRefused(empty, Written.safetensors("{}"), ": holds no tensor");
    }

    @Test
    void refusesDamage() {
        Path file = directory.resolve("bad.safetensors");
        byte[] good = Written.safetensors(FloatType.F32, 0, 2, 3);
        assertRefused(file, new byte[0], ": is too short for a safetensors file: 0 bytes");
        assertRefused(
                file,
                Arrays.copyOf(good, good.length - 1),
                ": tensor 'acts' ends at byte 24 of the data, but there are 23 (truncated?)");
        assertRefused(file, Arrays.copyOf(good, good.length + 1), ": 1 bytes follow the last tensor");
        assertRefused(
                file,
                Arrays.copyOf(good, 30),
                ": safetensors header is said to have " + good[0] + " bytes, but the file has 30");
        assertRefused(
                file,
                "no tensors here".getBytes(StandardCharsets.UTF_8),
                ": safetensors header is said to have 8030883942550761326 bytes, but the file has 15");
        assertRefused(
                file,
                Written.safetensors(
                        "{" + tensor("acts", "F32", "[4611686018427387904,4611686018427387904]", 0, 0) + "}"),
                ": tensor 'acts' has the impossible shape [4611686018427387904, 4611686018427387904]");
    }

    /** A matrix and a vector. */
    private Path several(String dtype) {
        return Written.write(
                directory.resolve("several-" + dtype + ".safetensors"),
                Written.safetensors(
                        "{" + tensor("acts", dtype, "[2,3]", 0, 24) + "," + tensor("bias", "F32", "[3]", 24, 36) + "}",
                        Written.numbers(FloatType.F32, false, 0, 2, 3),
                        new byte[12]));
    }
}
