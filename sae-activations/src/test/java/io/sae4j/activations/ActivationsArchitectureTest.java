package io.sae4j.activations;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which room knows which: the table of docs/architecture.md. */
class ActivationsArchitectureTest {
    private static final String ROOT = "io.sae4j.activations";

    /** What each room may import of the others. */
    private static final Map<String, List<String>> ROOMS = new TreeMap<>(Map.ofEntries(
            Map.entry("rows", List.of()),
            Map.entry("file", List.of("combine", "rows")),
            Map.entry("columns", List.of("file", "rows")),
            Map.entry("arrow", List.of("columns", "file", "rows")),
            Map.entry("parquet", List.of("columns", "file", "rows")),
            Map.entry("store", List.of("rows")),
            Map.entry("combine", List.of("rows", "store")),
            Map.entry("model", List.of()),
            Map.entry("text", List.of("model")),
            Map.entry("onnx", List.of("model")),
            Map.entry("nd", List.of("model")),
            Map.entry("dl4j", List.of("model", "nd")),
            Map.entry("samediff", List.of("model", "nd")),
            Map.entry("harvest", List.of("model"))));

    /** The one room that may know an optional library. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "ai.onnxruntime..", "onnx",
            "ai.djl..", "text",
            "org.deeplearning4j..", "dl4j",
            "org.xerial.snappy..", "columns",
            "com.github.luben..", "columns");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void everyRoomIsListed() {
        assertThat(CLASSES.getPackage(ROOT).getSubpackages().stream().map(JavaPackage::getRelativeName))
                .containsExactlyInAnyOrderElementsOf(ROOMS.keySet());
    }

    static Stream<String> rooms() {
        return ROOMS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void knowsOnlyTheRoomsBelowIt(String room) {
        String[] others = ROOMS.keySet().stream()
                .filter(other -> !other.equals(room)
                        && !ROOMS.getOrDefault(room, List.of()).contains(other))
                .map(ActivationsArchitectureTest::packages)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(packages(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    static Stream<Map.Entry<String, String>> libraries() {
        return LIBRARIES.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void anOptionalLibraryIsKnownToOneRoom(Map.Entry<String, String> library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(packages(library.getValue()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library.getKey())
                .check(CLASSES);
    }

    private static String packages(String room) {
        return ROOT + "." + room + "..";
    }
}
