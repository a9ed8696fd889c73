package io.sae4j.activations.columns;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum of LZ4 frames: XXH32 with seed 0 (github.com/Cyan4973/xxHash, {@code doc/xxhash_spec.md}). */
final class XxHash32 {
    private static final int P1 = 0x9E3779B1;
    private static final int P2 = 0x85EBCA77;
    private static final int P3 = 0xC2B2AE3D;
    private static final int P4 = 0x27D4EB2F;
    private static final int P5 = 0x165667B1;
    private static final int STRIPE = 16;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] stripe = new byte[STRIPE];
    /** P1 + P2, of which 32 bits stay. */
    private int a = 0x24234428;

    private int b = P2;
    private int c;
    private int d = -P1;
    private int held;
    private int total;

    static int of(byte[] bytes, int count) {
        XxHash32 hash = new XxHash32();
        hash.update(bytes, 0, count);
        return hash.value();
    }

    void update(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        total += count;
        if (held > 0 || count < STRIPE) {
            int n = Math.min(STRIPE - held, count);
            System.arraycopy(bytes, at, stripe, held, n);
            held += n;
            at += n;
            if (held < STRIPE) {
                return;
            }
            mix(stripe, 0);
        }
        for (; end - at >= STRIPE; at += STRIPE) {
            mix(bytes, at);
        }
        held = end - at;
        System.arraycopy(bytes, at, stripe, 0, held);
    }

    int value() {
        int hash = Integer.compareUnsigned(total, STRIPE) < 0
                ? P5
                : Integer.rotateLeft(a, 1)
                        + Integer.rotateLeft(b, 7)
                        + Integer.rotateLeft(c, 12)
                        + Integer.rotateLeft(d, 18);
        hash += total;
        int at = 0;
        for (; held - at >= Integer.BYTES; at += Integer.BYTES) {
            hash = Integer.rotateLeft(hash + (int) INTS.get(stripe, at) * P3, 17) * P4;
        }
        for (; at < held; at++) {
            hash = Integer.rotateLeft(hash + (stripe[at] & 0xff) * P5, 11) * P1;
        }
        hash = (hash ^ (hash >>> 15)) * P2;
        hash = (hash ^ (hash >>> 13)) * P3;
        return hash ^ (hash >>> 16);
    }

    private void mix(byte[] bytes, int at) {
        a = round(a, (int) INTS.get(bytes, at));
        b = round(b, (int) INTS.get(bytes, at + 4));
        c = round(c, (int) INTS.get(bytes, at + 8));
        d = round(d, (int) INTS.get(bytes, at + 12));
    }

    private static int round(int lane, int input) {
        return Integer.rotateLeft(lane + input * P2, 13) * P1;
    }
}
