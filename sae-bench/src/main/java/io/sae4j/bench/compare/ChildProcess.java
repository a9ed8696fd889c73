package io.sae4j.bench.compare;

import io.sae4j.bench.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures a row in a Java process of its own, with this process's options and class path. */
final class ChildProcess {
    private static final int EXCERPT_LINES = 3;

    private ChildProcess() {}

    /**
     * Runs it to its end.
     *
     * @param label a row's name, or {@link MemoryBandwidth#LABEL}
     * @param environment variables beyond the number of threads
     * @throws FailedRowException when it fails; tells the row and what the process said
     */
    static Measurement measure(String label, Workload workload, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path result = Files.createTempFile("sae-bench", ".json");
        Path said = Files.createTempFile("sae-bench", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(label, workload, result));
            builder.environment().put("OMP_NUM_THREADS", Integer.toString(workload.threads()));
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(said.toFile());
            int exit = run(builder);
            if (exit != 0) {
                throw new FailedRowException(label + " failed (exit code " + exit + "): " + excerpt(said));
            }
            return Json.MAPPER.readValue(result.toFile(), Measurement.class);
        } finally {
            Files.deleteIfExists(result);
            Files.deleteIfExists(said);
        }
    }

    private static int run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        Thread ending = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ending);
        int exit = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(ending);
        return exit;
    }

    private static List<String> command(String label, Workload workload, Path result) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What it says is passed on when it fails; ND4J's greetings would hide the reason.
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "row", label));
        command.addAll(WorkloadOptions.arguments(workload));
        command.addAll(List.of("--result", result.toString()));
        return command;
    }

    /** The beginning and the end of it: a native crash says its reason first, an exception last. */
    private static String excerpt(Path said) throws IOException {
        List<String> lines = Files.readAllLines(said, Charset.defaultCharset()).stream()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.size() <= 2 * EXCERPT_LINES) {
            return lines.isEmpty() ? "it said nothing" : String.join("; ", lines);
        }
        return String.join("; ", lines.subList(0, EXCERPT_LINES)) + "; …; "
                + String.join("; ", lines.subList(lines.size() - EXCERPT_LINES, lines.size()));
    }
}
