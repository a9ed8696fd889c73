package io.sae4j.activations.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sae4j.activations.model.Edit;
import io.sae4j.activations.model.HookPoint;
import io.sae4j.activations.model.HookRows;
import io.sae4j.activations.model.LanguageModel;
import io.sae4j.activations.model.Logits;
import io.sae4j.activations.model.TokenWindow;
import io.sae4j.activations.model.TokenWindows;
import io.sae4j.activations.model.WindowBatches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HarvesterTest {
    private final List<TokenWindow> windows = List.of(
            new TokenWindow(new int[] {1, 5, 6}, 0),
            new TokenWindow(new int[] {1, 7}, 0),
            new TokenWindow(new int[] {1, 8, 9, 4}, 3),
            new TokenWindow(new int[] {2}, 4));

    @Test
    void handsOnOneRowPerTokenWithItsPlace() {
        List<String> seen = new ArrayList<>();
        List<HarvestProgress> told = new ArrayList<>();
        Harvester harvester = new Harvester(new Doubling(), List.of("twice", "thrice"), 6);
        HarvestProgress end = harvester.run(
                TokenWindows.of(windows),
                (count, ids, positions, documents, rows) -> {
                    for (int i = 0; i < count; i++) {
                        seen.add(ids[i] + "@" + positions[i] + " of " + documents[i] + ": " + rows.get("twice")[2 * i]
                                + ", " + rows.get("thrice")[i]);
                    }
                },
                told::add);
        assertThat(seen)
                .containsExactly(
                        "1@0 of 0: 2.0, 3.0",
                        "5@1 of 0: 10.0, 15.0",
                        "6@2 of 0: 12.0, 18.0",
                        "1@0 of 0: 2.0, 3.0",
                        "7@1 of 0: 14.0, 21.0",
                        "1@0 of 3: 2.0, 3.0",
                        "8@1 of 3: 16.0, 24.0",
                        "9@2 of 3: 18.0, 27.0",
                        "4@3 of 3: 8.0, 12.0",
                        "2@0 of 4: 4.0, 6.0");
        assertThat(end.tokens()).isEqualTo(10);
        assertThat(end.windows()).isEqualTo(4);
        assertThat(end.tokensPerSecond()).isPositive();
        assertThat(told).extracting(HarvestProgress::windows).containsExactly(2L, 3L, 4L);
    }

    @Test
    void batchesCountPadding() {
        assertThat(sizes(6)).containsExactly(2, 1, 1);
        assertThat(sizes(9)).containsExactly(2, 2);
        assertThat(sizes(1)).containsExactly(1, 1, 1, 1);
        assertThat(sizes(100)).containsExactly(4);
    }

    @Test
    void refusesWhatItCannotHarvest() {
        assertThatThrownBy(() -> new Harvester(new Doubling(), List.of("fourfold"), 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no hook point 'fourfold'; there are twice, thrice");
        assertThatThrownBy(() -> new Harvester(new Doubling(), List.of(), 6))
                .hasMessage("hooks must name at least one hook point");
        Harvester harvester = new Harvester(new Doubling(), List.of("thrice"), 6);
        TokenWindows broken = TokenWindows.of(List.of(new TokenWindow(new int[] {1, 3, Doubling.BROKEN}, 8)));
        assertThatThrownBy(() -> harvester.run(broken, (count, ids, positions, documents, rows) -> {}, told -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model computed NaN at 'thrice', document 8, position 2, entry 0");
    }

    private List<Integer> sizes(int mostTokens) {
        List<Integer> sizes = new ArrayList<>();
        new WindowBatches(TokenWindows.of(windows).open(), mostTokens)
                .forEachRemaining(batch -> sizes.add(batch.size()));
        return sizes;
    }

    /** Multiplies token ids. */
    private static final class Doubling implements LanguageModel {
        static final int BROKEN = 1000;

        @Override
        public List<HookPoint> hookPoints() {
            return List.of(
                    new HookPoint("twice", 2, HookPoint.Kind.OTHER), new HookPoint("thrice", 1, HookPoint.Kind.OTHER));
        }

        @Override
        public Map<String, HookRows> activations(List<TokenWindow> input, Collection<String> hooks) {
            Map<String, HookRows> rows = new LinkedHashMap<>();
            for (String hook : hooks) {
                int width = hookPoint(hook).width();
                int count = input.stream().mapToInt(TokenWindow::length).sum();
                float[] values = new float[count * width];
                int at = 0;
                for (TokenWindow window : input) {
                    for (int id : window.ids()) {
                        values[at] = id == BROKEN ? Float.NaN : id * (hook.equals("twice") ? 2 : 3);
                        at += width;
                    }
                }
                rows.put(hook, new HookRows(count, width, values));
            }
            return rows;
        }

        @Override
        public Logits run(List<TokenWindow> input) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Logits run(List<TokenWindow> input, String hook, Edit edit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
