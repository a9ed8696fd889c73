package io.sae4j.bench.compare;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Who computes which row in this build. */
final class StepProviders {
    private static final ImmutableList<StepProvider> ALL = ImmutableList.<StepProvider>builder()
            .add(new OurSteps())
            .add(new FloorProducts())
            .addAll(ServiceLoader.load(StepProvider.class))
            .build();

    private StepProviders() {}

    static Optional<StepProvider> of(Row row) {
        return ALL.stream().filter(provider -> provider.rows().contains(row)).findFirst();
    }

    /** @throws UsageException when this build has none */
    static StepProvider require(Row row) {
        return of(row).orElseThrow(() -> new UsageException(row.label() + " is not in this build"
                + (row.family().isOurs() ? "" : "; build it with 'mvn -q -B -Pcompare -DskipTests package'")));
    }

    /** The rows that can be measured, in the order of the table. */
    static List<Row> rows() {
        return Row.ALL.stream().filter(row -> of(row).isPresent()).toList();
    }
}
