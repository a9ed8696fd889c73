package io.sae4j.engine.sparse;

import io.sae4j.encoder.BatchTopKEncoder;
import io.sae4j.encoder.Encoder;
import io.sae4j.encoder.JumpReluEncoder;
import io.sae4j.encoder.TopKEncoder;
import io.sae4j.model.Weights;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Selection alone, from exact scores that lie ready: the k largest of each row, the k·batch largest of the batch with its
 * barrier, and a learned threshold that k features of a row exceed. The scores are Gaussian and come from memory, not from
 * cache as in a step; {@link PassCodesBenchmark} less {@link PassProductBenchmark} is what it costs there.
 *
 * <p>{@code OMP_NUM_THREADS=2 java -jar sae-bench/target/sae-bench.jar jmh PassSelection -rf json -rff selection.json}
 */
public class PassSelectionBenchmark extends PassBenchmark {
    private static final double BANDWIDTH = 1e-3;

    /** What is selected. */
    @Param({"topk", "batchtopk", "jumprelu"})
    public String encoder = "topk";

    /** By block, tile, row and feature. */
    private float[][][][] scores = new float[0][][][];

    private Selection.Chooser[] choosers = new Selection.Chooser[0];
    private BlockCodes[] codes = new BlockCodes[0];

    @Override
    Encoder encoder(int k) {
        return switch (encoder) {
            case "topk" -> new TopKEncoder(k, false);
            case "batchtopk" -> new BatchTopKEncoder(k, false);
            case "jumprelu" -> new JumpReluEncoder(JumpReluEncoder.ThresholdForm.RAW, 1, BANDWIDTH);
            default -> throw new IllegalArgumentException("unknown encoder " + encoder);
        };
    }

    @Override
    void prepare(PassSetup made) {
        scores = new float[made.blocks.length][made.shape.tiles()][][];
        SplittableRandom random = new SplittableRandom(1);
        for (float[][][] ofBlock : scores) {
            for (int tile = 0; tile < ofBlock.length; tile++) {
                ofBlock[tile] = new float[made.shape.blockRows()][made.shape.tileSize(tile)];
                for (float[] row : ofBlock[tile]) {
                    PassSetup.fill(row, random);
                }
            }
        }
        if (encoder.equals("jumprelu")) {
            Arrays.fill(made.state.own(Weights.THRESHOLD).value, kthOfFirstRow(made));
        }
        choosers = new Selection.Chooser[made.workers().count()];
        Arrays.setAll(choosers, w -> made.rules.selection().chooser(made.shape.blockRows()));
        codes = new BlockCodes[made.blocks.length];
        Arrays.setAll(codes, b -> new BlockCodes(made.blocks[b].rows()));
    }

    private float kthOfFirstRow(PassSetup made) {
        float[] row = new float[made.features];
        for (int tile = 0; tile < made.shape.tiles(); tile++) {
            System.arraycopy(scores[0][tile][0], 0, row, made.shape.tileStart(tile), made.shape.tileSize(tile));
        }
        Arrays.sort(row);
        return row[row.length - made.k];
    }

    /** Codes of all blocks. */
    @Benchmark
    public BlockCodes[] select() {
        PassSetup made = setup();
        Selection selection = made.rules.selection();
        selection.begin(made.settings, made.rows.count());
        return made.lead(() -> {
            made.workers().run(made.blocks.length, (b, w) -> {
                RowBlock block = made.blocks[b];
                choosers[w].start(block, BatchRows.of(made.rows.inputs, block), null);
                for (int tile = 0; tile < made.shape.tiles(); tile++) {
                    choosers[w].visit(scores[b][tile], made.shape.tileStart(tile), made.shape.tileSize(tile));
                }
                if (!choosers[w].finish(codes[b])) {
                    throw new IllegalStateException("block " + b + " has too many codes; choose a smaller k");
                }
            });
            if (selection.hasBarrier()) {
                selection.settle(codes, made.workers());
            }
            return codes;
        });
    }
}
