package io.sae4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sae4j.activations.harvest.HarvestProgress;
import io.sae4j.activations.harvest.Harvester;
import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.onnx.OnnxLanguageModel;
import io.sae4j.format.FloatType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sae harvest}. */
@Command(
        name = "harvest",
        mixinStandardHelpOptions = true,
        versionProvider = SaeCommand.Version.class,
        sortOptions = false,
        description = "Runs text through a model and writes the activations at its hook points.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sae harvest --model model.onnx --hook resid_2 --tokens windows.jsonl --out acts.npy",
            "  sae harvest --model model.onnx --hook resid_2 --hook mlpout_2 \\",
            "      --tokenizer tokenizer.json --text stories/ --out store"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the options
final class HarvestCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--model", paramLabel = "M.onnx", required = true, description = OnnxModels.DESCRIPTION)
    private Path model;

    @Option(
            names = "--hook",
            paramLabel = "NAME",
            required = true,
            description = "Where to read, see 'sae hooks'; may be given several times.")
    private List<String> hooks;

    @Mixin
    private CorpusOptions corpus;

    @Option(
            names = "--out",
            paramLabel = "STORE|F.npy",
            required = true,
            description =
                    "A name that ends in .npy: one float32 file, of one hook point. Any other: a store, with tokens,"
                            + " positions and documents beside the rows, in a new or empty directory.")
    private Path out;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = "Numbers in a store: f32, f16 or bf16 (default: ${DEFAULT-VALUE}).")
    private FloatType type;

    @Option(
            names = "--shard-rows",
            paramLabel = "N",
            defaultValue = "131072",
            description = "Rows of a store's file; a crash loses at most so many (default: ${DEFAULT-VALUE}).")
    private int shardRows;

    @Option(
            names = "--batch-tokens",
            paramLabel = "N",
            defaultValue = "" + Harvester.BATCH_TOKENS,
            description = "Tokens that the model runs at once (default: ${DEFAULT-VALUE}).")
    private int batchTokens;

    @Option(names = "--json", description = "Print one JSON line to stdout and nothing else; the rest to stderr.")
    private boolean json;

    HarvestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (HarvestOutput.isNpy(out) && hooks.size() > 1) {
            throw new UsageException(
                    "an .npy file takes one --hook, got " + hooks.size() + "; write a store for several");
        }
        if (Set.copyOf(hooks).size() < hooks.size()) {
            throw new UsageException("--hook names a hook point twice: " + String.join(", ", hooks));
        }
        HarvestProgress end = corpus.with(windows -> {
            try (OnnxLanguageModel opened = OnnxModels.open(model)) {
                return harvest(opened, windows);
            }
        });
        report(end);
        return ExitCodes.OK;
    }

    private HarvestProgress harvest(OnnxLanguageModel opened, TokenWindows windows) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (String hook : hooks) {
            widths.put(hook, OnnxModels.hook(opened, hook).width());
        }
        Harvester harvester = harvester(opened);
        HarvestLines lines = new HarvestLines(session);
        try (HarvestOutput output = HarvestOutput.create(
                out, widths, type, shardRows, Map.of("model", model.toString(), "corpus", corpus.name()))) {
            HarvestProgress end = harvester.run(windows, output, progress -> {
                session.interruption().check();
                lines.show(progress);
            });
            if (end.tokens() == 0) {
                throw new FailedRunException(corpus.name() + " has no tokens");
            }
            output.commit();
            return end;
        } finally {
            lines.end();
        }
    }

    private Harvester harvester(OnnxLanguageModel opened) {
        try {
            return new Harvester(opened, hooks, batchTokens);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private void report(HarvestProgress end) {
        session.report(json)
                .printf(
                        Locale.ROOT,
                        "Harvested %,d tokens of %,d windows at %s in %.1f s (%,.0f tokens/s), written to %s%n",
                        end.tokens(),
                        end.windows(),
                        String.join(", ", hooks),
                        end.elapsed().toNanos() * 1e-9,
                        end.tokensPerSecond(),
                        out);
        if (json) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("tokens", end.tokens());
            line.put("windows", end.windows());
            line.put("seconds", end.elapsed().toNanos() * 1e-9);
            line.put("tokens_per_second", end.tokensPerSecond());
            session.out().println(line);
        }
    }
}
