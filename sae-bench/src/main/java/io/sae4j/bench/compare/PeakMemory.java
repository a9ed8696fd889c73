package io.sae4j.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The most memory this process has had resident, from the operating system. */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "VmHWM:";
    private static final double KIB_PER_MB = 1e6 / 1024;

    private PeakMemory() {}

    /** In MB of 10⁶ bytes; null where the system has no {@code /proc/self/status}. */
    static @Nullable Double megabytes() {
        try {
            return Files.isReadable(STATUS) ? parse(Files.readAllLines(STATUS)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** From lines such as {@code VmHWM:     1165688 kB}, whose kB are KiB. */
    static @Nullable Double parse(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(FIELD))
                .map(line -> line.substring(FIELD.length()).replace("kB", "").strip())
                .map(kib -> Double.valueOf(Long.parseLong(kib) / KIB_PER_MB))
                .findFirst()
                .orElse(null);
    }
}
