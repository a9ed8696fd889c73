package io.sae4j.engine.sparse;

import io.sae4j.engine.StepSettings;

/** The k largest positive scores of each row: TopK. */
final class RankingSelection implements Selection {
    private final SaeState state;
    private final Scores scores;
    private final int k;
    private int widened;

    RankingSelection(SaeState state, Scores scores, int k) {
        this.state = state;
        this.scores = scores;
        this.k = k;
    }

    @Override
    public void begin(StepSettings settings, int rows) {
        widened = (int) Math.min(state.encoder.features(), Math.round(k * settings.widening()));
    }

    @Override
    public double expectedShare() {
        return (double) k / state.encoder.features();
    }

    @Override
    public Chooser chooser(int blockRows) {
        return new RankingChooser(state, scores.factors(), () -> widened, blockRows);
    }
}
