package io.sae4j.loss;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.sae4j.encoder.GraphOps;
import io.sae4j.model.LossSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matryoshka (Bussmann et al., arXiv 2503.17547): beside all features together, the first m_l of them have to reconstruct
 * on their own, {@code Σ_l weight_l·E‖t − x̂_l‖²} with {@code x̂_l} from the codes of features 0 … m_l − 1. General features come first
 * then, and are not split up by more special ones. The full reconstruction is not a level: its weight is 1 in any case.
 *
 * @param levels the prefixes, in ascending order of their widths, at least one
 */
public record NestedReconstruction(List<Level> levels) implements LossTerm {
    public static final String NAME = "matryoshka";
    private static final String WIDTHS = "widths";
    private static final String WEIGHTS = "weights";

    /**
     * A prefix of the features.
     *
     * @param width how many of the first features reconstruct, at least 1 and less than all
     * @param weight of their squared error, positive and finite; the full reconstruction has weight 1. Too high: the other
     *     features have little to say and FVU rises; too low: general features are split up as without
     */
    public record Level(int width, double weight) {
        public Level {
            checkArgument(width > 0, "width of a level must be positive, got %s", width);
            checkArgument(
                    weight > 0 && Double.isFinite(weight),
                    "weights of matryoshka levels must be positive and finite, got %s",
                    weight);
        }
    }

    public NestedReconstruction {
        levels = ImmutableList.copyOf(levels);
        checkArgument(!levels.isEmpty(), "matryoshka needs at least one level");
        for (int l = 1; l < levels.size(); l++) {
            checkArgument(
                    levels.get(l - 1).width() < levels.get(l).width(),
                    "widths of matryoshka levels must ascend, got %s",
                    levels.stream().map(Level::width).toList());
        }
    }

    /** Levels of weight 1, as in SAELens. */
    public static NestedReconstruction of(int... widths) {
        return new NestedReconstruction(
                Arrays.stream(widths).mapToObj(width -> new Level(width, 1)).toList());
    }

    /** The term that {@code spec} describes. */
    public static NestedReconstruction fromSpec(LossSpec spec) {
        double[] widths = spec.requireNumbers(WIDTHS);
        double[] weights = spec.requireNumbers(WEIGHTS);
        checkArgument(
                widths.length == weights.length,
                "loss '%s' has %s widths but %s weights",
                NAME,
                widths.length,
                weights.length);
        List<Level> levels = new ArrayList<>();
        for (int l = 0; l < widths.length; l++) {
            checkArgument(
                    widths[l] == (int) widths[l], "widths of loss '%s' must be integers, got %s", NAME, widths[l]);
            levels.add(new Level((int) widths[l], weights[l]));
        }
        return new NestedReconstruction(levels);
    }

    @Override
    public LossSpec spec() {
        return new LossSpec(
                NAME,
                Map.of(
                        WIDTHS, levels.stream().map(Level::width).toList(),
                        WEIGHTS, levels.stream().map(Level::weight).toList()));
    }

    /** The widths of the levels. */
    public int[] widths() {
        return levels.stream().mapToInt(Level::width).toArray();
    }

    /** The weights of the levels. */
    public double[] weights() {
        return levels.stream().mapToDouble(Level::weight).toArray();
    }

    @Override
    public void checkWidths(int dSae) {
        int widest = levels.get(levels.size() - 1).width();
        checkArgument(
                widest < dSae,
                "widths of matryoshka levels must be less than hiddenDim %s, got %s; all features together always count",
                dSae,
                widest);
    }

    /**
     * {@code t − x̂_l} is the full residual and what the features behind the prefix write, so that whatever else the
     * reconstruction holds is in each level as well.
     */
    @Override
    public SDVariable build(LossGraph graph) {
        return levels.stream()
                .map(level -> graph.meanOverRows(GraphOps.square(residual(graph, level)))
                        .mul(level.weight()))
                .reduce(SDVariable::add)
                .orElseThrow();
    }

    private static SDVariable residual(LossGraph graph, Level level) {
        SDVariable codes = graph.codes().activations();
        double[] behind = IntStream.range(0, graph.dSae())
                .mapToDouble(j -> j < level.width() ? 0 : 1)
                .toArray();
        SDVariable mask = graph.sameDiff().constant(Nd4j.createFromArray(behind).castTo(codes.dataType()));
        return graph.residual().add(graph.decodeWithoutBias(codes.mul(mask)));
    }

    @Override
    public Splitting splitting() {
        return Splitting.SUM_OVER_ROWS;
    }
}
