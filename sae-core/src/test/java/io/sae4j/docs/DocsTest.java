package io.sae4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java block of README.md and docs stands in the test source that the comment before it names; links lead somewhere. */
class DocsTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
    private static final Path ROOT = MODULE.resolve("..").normalize();
    private static final List<Path> SOURCES = List.of(
            MODULE.resolve("src/test/java/io/sae4j/docs"),
            ROOT.resolve("sae-activations/src/test/java/io/sae4j/activations/docs"));
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("(?:<!-- test: (\\w+)\\S* -->\\s*)?```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void javaBlocksAreCompiledAndRun() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            Matcher block = JAVA_BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                if (block.group(1) == null || !source(block.group(1)).contains(squeeze(block.group(2)))) {
                    missing.add(page + ":\n" + block.group(2));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void linksLeadToFiles() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(page + ": " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(p -> p.toString().endsWith(".md")))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static String source(String name) throws IOException {
        for (Path folder : SOURCES) {
            Path file = folder.resolve(name + ".java");
            if (Files.exists(file)) {
                return squeeze(Files.readString(file));
            }
        }
        return "";
    }

    /** Without white space, so that the formatter's line breaks do not matter. */
    private static String squeeze(String text) {
        return text.replaceAll("\\s+", "");
    }
}
