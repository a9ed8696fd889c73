package io.sae4j.activations.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files: flips bits, cuts, makes lengths huge, and mixes in parts of other files. By seed alone. */
final class Mutator {
    private static final int MOST_CHANGES = 4;
    private static final long[] TELLING = {
        -1,
        0,
        1,
        2,
        7,
        8,
        127,
        128,
        255,
        256,
        65_535,
        65_536,
        1 << 20,
        1 << 24,
        1 << 28,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        1L << 40,
        1L << 60,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1e999",
            "99999",
            "2147483647",
            "2147483648",
            "4294967297",
            "999999999999",
            "9223372036854775807",
            "99999999999999999999",
            "1e-400",
            "nan",
            "0x10");

    private final SplittableRandom random;

    Mutator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A damaged copy of {@code original}; {@code others} lend it parts. */
    byte[] mutate(byte[] original, List<byte[]> others) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            bytes = bytes.length == 0 ? others.get(0).clone() : change(bytes, others);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, List<byte[]> others) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> flip(bytes);
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3, 4, 5 -> overwriteNumber(bytes);
            case 6 -> nudge(bytes);
            case 7 -> otherDigits(bytes);
            case 8 -> splice(bytes, others.get(random.nextInt(others.size())));
            case 9 -> splice(bytes, bytes);
            case 10 -> remove(bytes);
            default -> insert(bytes);
        };
    }

    private byte[] flip(byte[] bytes) {
        int flips = 1 + random.nextInt(8);
        for (int i = 0; i < flips; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    /** A length field, wherever it is, becomes huge, negative or zero. */
    private byte[] overwriteNumber(byte[] bytes) {
        int size = 1 << random.nextInt(4);
        if (bytes.length < size) {
            return bytes;
        }
        int at = random.nextInt(bytes.length - size + 1);
        if (random.nextBoolean()) {
            at -= at % size;
        }
        long number =
                random.nextInt(4) == 0 ? bytes.length + random.nextInt(-8, 9) : TELLING[random.nextInt(TELLING.length)];
        ByteBuffer eight =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number);
        System.arraycopy(eight.array(), 0, bytes, at, size);
        return bytes;
    }

    private byte[] nudge(byte[] bytes) {
        bytes[random.nextInt(bytes.length)] += (byte) random.nextInt(-4, 5);
        return bytes;
    }

    /** Puts another number where decimal digits are. */
    private byte[] otherDigits(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        while (from < bytes.length && !digit(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && digit(bytes[to])) {
            to++;
        }
        byte[] number = NUMBERS.get(random.nextInt(NUMBERS.size())).getBytes(StandardCharsets.US_ASCII);
        return replace(bytes, from, to, number);
    }

    private byte[] splice(byte[] bytes, byte[] other) {
        if (other.length == 0) {
            return bytes;
        }
        int from = random.nextInt(other.length);
        int length = random.nextInt(Math.min(other.length - from, 256)) + 1;
        byte[] part = Arrays.copyOfRange(other, from, Math.min(other.length, from + length));
        int at = random.nextInt(bytes.length);
        return replace(bytes, at, random.nextBoolean() ? at : Math.min(bytes.length, at + part.length), part);
    }

    private byte[] remove(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        return replace(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(64)), new byte[0]);
    }

    private byte[] insert(byte[] bytes) {
        byte[] part = new byte[1 + random.nextInt(32)];
        if (random.nextBoolean()) {
            random.nextBytes(part);
        }
        int at = random.nextInt(bytes.length);
        return replace(bytes, at, at, part);
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] part) {
        byte[] result = new byte[bytes.length - (to - from) + part.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(part, 0, result, from, part.length);
        System.arraycopy(bytes, to, result, from + part.length, bytes.length - to);
        return result;
    }

    private static boolean digit(byte character) {
        return character >= '0' && character <= '9';
    }
}
