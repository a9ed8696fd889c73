package io.sae4j.bench.compare;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A size that the sweep measures.
 *
 * @param varied which of m, batch, d, k differs from the base
 */
record SweepPoint(String varied, Workload workload) {
    private static final ImmutableList<Integer> M = ImmutableList.of(4096, 8192, 16_384, 32_768, 65_536, 131_072);
    private static final ImmutableList<Integer> BATCH = ImmutableList.of(512, 1024, 2048, 4096, 8192);
    private static final ImmutableList<Integer> D = ImmutableList.of(128, 256, 512, 768, 1024, 2048);
    private static final ImmutableList<Integer> K = ImmutableList.of(8, 16, 32, 64, 128, 256);

    /** All points of the variables asked for, around {@code base}. */
    static List<SweepPoint> around(Workload base, List<String> variables) {
        ImmutableList.Builder<SweepPoint> points = ImmutableList.builder();
        for (String variable : variables) {
            points.addAll(values(variable).stream()
                    .map(value -> new SweepPoint(variable, with(base, variable, value)))
                    .toList());
        }
        return points.build();
    }

    private static List<Integer> values(String variable) {
        return switch (variable) {
            case "m" -> M;
            case "batch" -> BATCH;
            case "d" -> D;
            case "k" -> K;
            default -> throw new UsageException("--vary knows m, batch, d and k, got '" + variable + "'");
        };
    }

    private static Workload with(Workload base, String variable, int value) {
        return new Workload(
                variable.equals("d") ? value : base.d(),
                variable.equals("m") ? value : base.m(),
                variable.equals("batch") ? value : base.batch(),
                variable.equals("k") ? value : base.k(),
                base.steps(),
                base.threads());
    }

    /** What the varied one is here. */
    int value() {
        return switch (varied) {
            case "m" -> workload.m();
            case "batch" -> workload.batch();
            case "d" -> workload.d();
            default -> workload.k();
        };
    }
}
