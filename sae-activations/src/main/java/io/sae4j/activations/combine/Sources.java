package io.sae4j.activations.combine;

import static com.google.common.base.Preconditions.checkArgument;

import io.sae4j.activations.rows.RowTableSource;
import io.sae4j.data.ActivationSource;
import java.util.OptionalLong;

/** Makes sources of other sources. */
public final class Sources {
    private Sources() {}

    /**
     * Row i of {@code input} with row i of {@code target} as its target, as a transcoder needs them. The widths may
     * differ.
     *
     * <p>Where both have random access and the same seed puts both in the same order, pairs come in that order:
     * always so for memory-mapped files ({@link RowTableSource}), which make one permutation for both, and found out by
     * trying for others. Otherwise pairs go through the mixing buffer of {@link io.sae4j.data.ActivationSources}.
     *
     * @param input has no targets of its own
     * @param target has no targets of its own
     * @return a source that delivers pairs; a pass fails with an {@link IllegalStateException} when one of the two ends
     *     before the other
     * @throws IllegalArgumentException when one has targets of its own, or both lengths are known and differ
     */
    public static ActivationSource zip(ActivationSource input, ActivationSource target) {
        requireNoTargets(input, "input");
        requireNoTargets(target, "target");
        OptionalLong inputs = input.rowCount();
        OptionalLong targets = target.rowCount();
        checkArgument(
                inputs.isEmpty() || targets.isEmpty() || inputs.getAsLong() == targets.getAsLong(),
                "input and target must have the same number of rows, got %s and %s",
                inputs.orElse(0),
                targets.orElse(0));
        if (input instanceof RowTableSource inputTable && target instanceof RowTableSource targetTable) {
            return new ZippedTables(inputTable.table(), targetTable.table());
        }
        return new ZippedPasses(input, target);
    }

    private static void requireNoTargets(ActivationSource source, String name) {
        checkArgument(!source.hasOwnTargets(), "%s must not have targets of its own", name);
    }
}
