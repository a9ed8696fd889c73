package io.sae4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** What one command printed and how it ended. */
record SaeRun(int exit, String out, String err) {
    /** Runs a command in this JVM. */
    static SaeRun of(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        int exit = Cli.run(texts, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new SaeRun(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** The last line of stdout as JSON. */
    JsonNode json() throws IOException {
        List<String> lines = out.lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }
}
