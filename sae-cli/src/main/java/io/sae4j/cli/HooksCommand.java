package io.sae4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.activations.model.HookPoint;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sae hooks}. */
@Command(
        name = "hooks",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        sortOptions = false,
        description = "Lists a model's hook points: where activations can be read and edited.",
        footerHeading = "%nExample:%n",
        footer = "  sae hooks --model model.onnx")
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class HooksCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--model", paramLabel = "M.onnx", required = true, description = OnnxModels.DESCRIPTION)
    private Path model;

    @Option(
            names = "--all",
            description = "List every tensor with a row per token, not only those that are recognised as parts of a"
                    + " transformer.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON line to stdout and nothing else; the rest to stderr.")
    private boolean json;

    HooksCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<HookPoint> hooks = OnnxModels.hooks(model);
        List<HookPoint> shown = hooks.stream()
                .filter(hook -> all || hook.kind() != HookPoint.Kind.OTHER)
                .toList();
        if (json) {
            session.out().println(json(shown));
            return ExitCodes.OK;
        }
        print(shown, session.out());
        int left = hooks.size() - shown.size();
        if (left > 0) {
            session.out().printf(Locale.ROOT, "%n%d more tensors have a row per token; --all lists them%n", left);
        }
        return ExitCodes.OK;
    }

    private static void print(List<HookPoint> hooks, PrintStream out) {
        int longest = Math.max(
                "hook point".length(),
                hooks.stream().mapToInt(hook -> hook.name().length()).max().orElse(0));
        String line = "%-" + longest + "s  %-9s  %s%n";
        out.printf(Locale.ROOT, line, "hook point", "kind", "shape");
        for (HookPoint hook : hooks) {
            out.printf(Locale.ROOT, line, hook.name(), kind(hook), "[tokens, " + hook.width() + "]");
        }
    }

    private static String kind(HookPoint hook) {
        return hook.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String json(List<HookPoint> hooks) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (HookPoint hook : hooks) {
            array.addObject().put("name", hook.name()).put("kind", kind(hook)).put("width", hook.width());
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set("hooks", array);
        return line.toString();
    }
}
