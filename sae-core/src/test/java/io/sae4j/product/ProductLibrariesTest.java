package io.sae4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProductLibrariesTest {
    private static final ProductLibrary FAST = new Fake("fast", 10, Optional.empty());
    private static final ProductLibrary BROKEN = new Fake("broken", 20, Optional.of("no natives for vax-vms"));
    private static final ProductLibrary SLOW = new Fake("slow", 0, Optional.empty());

    private record Fake(String name, int preference, Optional<String> obstacle) implements ProductLibrary {
        @Override
        public boolean offers(Precision precision) {
            return false;
        }

        @Override
        public EncoderProduct create(ProductShape shape, Precision precision) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void choosesTheFirstThatRuns() {
        assertThat(choose(List.of(FAST, SLOW), null)).containsSame(FAST);
        assertThat(choose(List.of(), null)).isEmpty();
    }

    @Test
    void fallsBackWithOneWarningThatTellsWhy() {
        String said = warnings(
                () -> assertThat(choose(List.of(BROKEN, FAST, SLOW), null)).containsSame(FAST));
        assertThat(said.lines()).singleElement().asString().endsWith("products not by broken: no natives for vax-vms");
    }

    @Test
    void aPropertyForcesOne() {
        assertThat(choose(List.of(FAST, SLOW), "slow")).containsSame(SLOW);
    }

    @Test
    void refusesAnUnknownNameAndListsTheKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choose(List.of(FAST, SLOW), "mkl"))
                .withMessage("system property sae4j.product must name one of fast, slow, got 'mkl'");
    }

    @Test
    void refusesTheForcedOneThatCannotRun() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choose(List.of(BROKEN, FAST), "broken"))
                .withMessage(
                        "system property sae4j.product asks for broken, which cannot run here: no natives for vax-vms");
    }

    @Test
    void openBlasIsAlwaysThere() {
        assertThat(ProductLibraries.found()).extracting(ProductLibrary::name).containsExactly("openblas");
        assertThat(ProductLibraries.best()).map(ProductLibrary::name).contains("openblas");
    }

    private static Optional<ProductLibrary> choose(List<ProductLibrary> libraries, @Nullable String forced) {
        return ProductLibraries.choose(libraries, Optional.ofNullable(forced));
    }

    private static String warnings(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
