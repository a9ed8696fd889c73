package io.sae4j.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What was measured on.
 *
 * @param cpu the processor's name, or the architecture where the system does not tell
 * @param bandwidth GB (10⁹ bytes) a second that memory was measured to read and write; NaN where not measured
 */
record Machine(String cpu, int cores, int threads, String jvm, String system, double bandwidth) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    static Machine here(int threads, double bandwidth) {
        return new Machine(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                threads,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                bandwidth);
    }

    private static String cpuName() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Machine::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }

    /** Milliseconds that the bytes of a TopK step take at the measured bandwidth. */
    double trafficMs(Workload workload) {
        return MemoryBandwidth.bytesOfStep(workload) / (bandwidth * 1e6);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, %d cores, %d threads, %s, %s", cpu, cores, threads, jvm, system);
    }
}
