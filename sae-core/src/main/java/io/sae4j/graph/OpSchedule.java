package io.sae4j.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;

/**
 * The ops that the wanted outputs need, in an order in which each comes after what it reads, with the number of times
 * every variable is read. Masks that are computed on the host count as ops.
 */
final class OpSchedule {
    /** An op, or a mask that the host computes. */
    sealed interface Entry {
        List<String> inputs();
    }

    record OpEntry(SameDiffOp op) implements Entry {
        @Override
        public List<String> inputs() {
            return op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
        }
    }

    record MaskEntry(HostMask mask) implements Entry {
        @Override
        public List<String> inputs() {
            return List.of(mask.input());
        }
    }

    private final SameDiff graph;
    private final Map<String, HostMask> masks;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> reads = new HashMap<>();
    private final Set<String> done = new LinkedHashSet<>();

    OpSchedule(SameDiff graph, Map<String, HostMask> masks, Collection<String> outputs) {
        this.graph = graph;
        this.masks = masks;
        for (String output : outputs) {
            visit(output);
            reads.merge(output, 1, Integer::sum);
        }
        for (Entry entry : entries) {
            for (String input : entry.inputs()) {
                reads.merge(input, 1, Integer::sum);
            }
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** How often {@code variable} is read by scheduled ops or as an output. */
    int reads(String variable) {
        return reads.getOrDefault(variable, 0);
    }

    private void visit(String variable) {
        HostMask mask = masks.get(variable);
        if (mask != null) {
            if (done.add(variable)) {
                visit(mask.input());
                entries.add(new MaskEntry(mask));
            }
            return;
        }
        Map<String, Variable> variables = graph.getVariables();
        Variable info = variables.get(variable);
        if (info == null) {
            throw new IllegalStateException("the graph has no variable '" + variable + "'");
        }
        String producer = info.getOutputOfOp();
        if (producer == null || !done.add(producer)) {
            return;
        }
        SameDiffOp op = Objects.requireNonNull(graph.getOps().get(producer), producer);
        SupportedOps.check(op);
        Entry entry = new OpEntry(op);
        entry.inputs().forEach(this::visit);
        entries.add(entry);
    }
}
