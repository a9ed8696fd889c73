package io.sae4j.activations.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

/** Against the LZ4 library for Java; blocks that refer to others are in {@link PyarrowFilesTest}. */
class Lz4FramesTest {
    private static final int[] SIZES = {0, 1, 15, 16, 17, 1021, 65_536, 65_537, 300_000};

    @Test
    void readsFramesWithEveryChecksum() throws IOException {
        for (int size : SIZES) {
            byte[] plain = bytes(size);
            byte[] packed = frame(plain);
            byte[] twice = Arrays.copyOf(packed, 2 * packed.length);
            System.arraycopy(packed, 0, twice, packed.length, packed.length);

            assertThat(new Lz4Frames(ByteBuffer.wrap(packed)).readAllBytes()).isEqualTo(plain);
            assertThat(new Lz4Frames(ByteBuffer.wrap(twice)).readAllBytes()).hasSize(2 * size);
        }
    }

    @Test
    void refusesEveryFlippedByte() throws IOException {
        byte[] packed = frame(bytes(1021));
        for (int i = 0; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= 4;
            assertThatThrownBy(() -> new Lz4Frames(ByteBuffer.wrap(damaged)).readAllBytes())
                    .as("byte %d", i)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsBlocks() throws IOException {
        for (int size : SIZES) {
            byte[] plain = bytes(size);
            byte[] packed = LZ4Factory.safeInstance().highCompressor().compress(plain);
            assertThat(Lz4Block.decode(ByteBuffer.wrap(packed), size)).isEqualTo(plain);
            assertThatThrownBy(() -> Lz4Block.decode(ByteBuffer.wrap(packed), size + 1))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void hashesAsTheLibraryDoes() {
        for (int size : SIZES) {
            byte[] plain = bytes(size);
            XxHash32 inParts = new XxHash32();
            for (int at = 0; at < size; at += 13) {
                inParts.update(plain, at, Math.min(13, size - at));
            }
            int expected = XXHashFactory.safeInstance().hash32().hash(plain, 0, size, 0);
            assertThat(XxHash32.of(plain, size)).isEqualTo(expected);
            assertThat(inParts.value()).isEqualTo(expected);
        }
    }

    /** Half noise, half repetitions near and far. */
    private static byte[] bytes(int size) {
        SplittableRandom random = new SplittableRandom(size);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        for (int at = 40; at < size - 40; at += 80) {
            int from = at < 70_000 ? 0 : at - random.nextInt(1, 60_000);
            System.arraycopy(bytes, from, bytes, at, 40);
        }
        return bytes;
    }

    private static byte[] frame(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LZ4FrameOutputStream frames = new LZ4FrameOutputStream(
                out,
                BLOCKSIZE.SIZE_64KB,
                -1,
                FLG.Bits.BLOCK_INDEPENDENCE,
                FLG.Bits.BLOCK_CHECKSUM,
                FLG.Bits.CONTENT_CHECKSUM)) {
            frames.write(plain);
        }
        return out.toByteArray();
    }
}
