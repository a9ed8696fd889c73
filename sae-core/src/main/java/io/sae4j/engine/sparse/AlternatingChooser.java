package io.sae4j.engine.sparse;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One of two choosers for each step; which one is asked when a block starts. */
final class AlternatingChooser implements Selection.Chooser {
    private final BooleanSupplier takesFirst;
    private final Selection.Chooser first;
    private final Selection.Chooser second;
    private Selection.Chooser present;

    AlternatingChooser(BooleanSupplier takesFirst, Selection.Chooser first, Selection.Chooser second) {
        this.takesFirst = takesFirst;
        this.first = first;
        this.second = second;
        present = second;
    }

    @Override
    public void start(RowBlock block, float[][] inputs, @Nullable Margins margins) {
        present = takesFirst.getAsBoolean() ? first : second;
        present.start(block, inputs, margins);
    }

    @Override
    public void visit(float[][] scores, int firstFeature, int count) {
        present.visit(scores, firstFeature, count);
    }

    @Override
    public long closeLooks() {
        return first.closeLooks() + second.closeLooks();
    }

    @Override
    public boolean finish(BlockCodes out) {
        return present.finish(out);
    }
}
