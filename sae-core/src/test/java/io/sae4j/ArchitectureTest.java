package io.sae4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.sae4j.nd.QuietStdout;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

/** The rules of the rooms, as each {@code package-info} tells them. */
class ArchitectureTest {
    private static final String ROOT = "io.sae4j";
    private static final String[] EVERYWHERE = {"java..", "com.google.common..", "org.jspecify.annotations.."};
    private static final String ND4J = "org.nd4j..";
    private static final String LOG = "org.slf4j..";
    private static final String JACKSON = "com.fasterxml.jackson..";

    /** What each room may use beyond {@link #EVERYWHERE}: rooms of ours by their short names, libraries with dots. */
    private static final Map<String, List<String>> ROOMS = new TreeMap<>(Map.ofEntries(
            Map.entry("model", List.of(ND4J)),
            Map.entry("schedule", List.of()),
            Map.entry("math", List.of()),
            Map.entry("nd", List.of(ND4J, "org.bytedeco..", LOG)),
            Map.entry("product", List.of("nd", "org.bytedeco..", LOG)),
            Map.entry("graph", List.of("nd", "math", ND4J, "org.bytedeco..", LOG)),
            Map.entry("data", List.of("nd", "math", ND4J, LOG)),
            Map.entry("encoder", List.of("model", "graph", "nd", "math", ND4J, LOG)),
            Map.entry("loss", List.of("schedule", "encoder", "model", "graph", "nd", "math", ND4J, LOG)),
            Map.entry("inference", List.of("encoder", "model", "nd", "math", ND4J, LOG)),
            Map.entry("eval", List.of("inference", "data", "model", "nd", "math", ND4J, LOG)),
            Map.entry("engine", List.of("loss", "encoder", "data", "model", "nd", "math", ND4J, LOG)),
            Map.entry(
                    "engine.graph",
                    List.of("engine", "graph", "loss", "encoder", "data", "model", "nd", "math", ND4J, LOG)),
            Map.entry(
                    "engine.sparse",
                    List.of("engine", "product", "loss", "encoder", "data", "model", "nd", "math", ND4J, LOG)),
            Map.entry(
                    "train",
                    List.of(
                            "engine",
                            "inference",
                            "loss",
                            "schedule",
                            "encoder",
                            "data",
                            "model",
                            "nd",
                            "math",
                            ND4J,
                            LOG)),
            Map.entry("format", List.of("nd", ND4J, JACKSON)),
            Map.entry("format.numpy", List.of("format", "nd", ND4J)),
            Map.entry("format.safetensors", List.of("format", "nd", ND4J, JACKSON)),
            Map.entry("format.saelens", List.of("format", "format.safetensors", "model", "nd", ND4J, LOG, JACKSON)),
            Map.entry("format.sae", List.of("format", "format.numpy", "format.saelens", "model", ND4J))));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static Stream<String> rooms() {
        return ROOMS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomUsesOnlyWhatItMay(String room) {
        Stream<String> allowed = ROOMS.get(room).stream().map(name -> name.contains("..") ? name : ROOT + "." + name);
        String[] packages = Stream.of(Stream.of(EVERYWHERE), Stream.of(ROOT + "." + room), allowed)
                .flatMap(names -> names)
                .toArray(String[]::new);
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(CLASSES);
    }

    @Test
    void everyRoomHasARule() {
        JavaPackage root = CLASSES.getPackage(ROOT);
        assertThat(root.getSubpackagesInTree())
                .extracting(room -> room.getName().substring(ROOT.length() + 1))
                .containsExactlyInAnyOrderElementsOf(ROOMS.keySet());
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        for (JavaPackage room : CLASSES.getPackage(ROOT).getSubpackagesInTree()) {
            assertThat(room.isAnnotatedWith(NullMarked.class))
                    .as("%s is @NullMarked in its package-info", room.getName())
                    .isTrue();
        }
        assertThat(CLASSES.getPackage(ROOT).isAnnotatedWith(NullMarked.class)).isTrue();
    }

    @Test
    void nothingIsPrinted() {
        noClasses()
                .that(describe(
                        "do not silence what others print",
                        type -> !type.getName().startsWith(QuietStdout.class.getName())))
                .should()
                .accessTargetWhere(describe("a standard stream", (JavaAccess<?> access) -> {
                    AccessTarget target = access.getTarget();
                    return target.getOwner().isEquivalentTo(System.class)
                            && List.of("out", "err", "setOut", "setErr").contains(target.getName());
                }))
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    @Test
    void nothingIsDrawnFromTheGlobalGenerator() {
        noClasses()
                .should()
                .accessTargetWhere(describe("a random method of Nd4j", (JavaAccess<?> access) -> {
                    AccessTarget target = access.getTarget();
                    return target.getOwner().isEquivalentTo(Nd4j.class)
                            && (target.getName().startsWith("rand")
                                    || target.getName().startsWith("getRandom")
                                    || target.getName().equals("choice")
                                    || target.getName().equals("shuffle"));
                }))
                .check(CLASSES);
    }
}
