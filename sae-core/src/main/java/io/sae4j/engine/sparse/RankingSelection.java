package io.sae4j.engine.sparse;

import io.sae4j.engine.StepSettings;
import java.util.ArrayList;
import java.util.List;

/** The k largest positive scores of each row: TopK. */
final class RankingSelection implements Selection {
    private final SaeState state;
    private final Scores scores;
    private final int k;
    private final List<RankingChooser> choosers = new ArrayList<>();

    RankingSelection(SaeState state, Scores scores, int k) {
        this.state = state;
        this.scores = scores;
        this.k = k;
    }

    @Override
    public void begin(StepSettings settings, int rows) {
        int widened = (int) Math.min(state.encoder.features(), Math.round(k * settings.widening()));
        choosers.forEach(chooser -> chooser.keep(widened));
    }

    @Override
    public synchronized Chooser chooser(int blockRows) {
        RankingChooser chooser = new RankingChooser(state, scores.factors(), blockRows);
        choosers.add(chooser);
        return chooser;
    }
}
