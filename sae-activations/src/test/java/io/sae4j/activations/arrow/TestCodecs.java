package io.sae4j.activations.arrow;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;

/** Compresses for Arrow's writer, whose own module needs newer libraries than ND4J brings. */
final class TestCodecs implements CompressionCodec.Factory {
    @Override
    public CompressionCodec createCodec(CodecType type) {
        return new AbstractCompressionCodec() {
            @Override
            protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf plain) {
                byte[] bytes = new byte[(int) plain.writerIndex()];
                plain.getBytes(0, bytes);
                byte[] packed = type == CodecType.ZSTD ? Zstd.compress(bytes) : lz4(bytes);
                ArrowBuf result = allocator.buffer(CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH + packed.length);
                result.setBytes(CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH, packed);
                result.writerIndex(CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH + packed.length);
                return result;
            }

            @Override
            protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf packed) {
                throw new UnsupportedOperationException("only writes");
            }

            @Override
            public CodecType getCodecType() {
                return type;
            }
        };
    }

    @Override
    public CompressionCodec createCodec(CodecType type, int level) {
        return createCodec(type);
    }

    private static byte[] lz4(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream frames = new LZ4FrameOutputStream(out)) {
            frames.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
