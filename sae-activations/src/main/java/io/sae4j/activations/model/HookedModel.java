package io.sae4j.activations.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A model whose hook points can be read and edited. Not thread-safe unless an implementation says so.
 *
 * @param <I> what it is given, for instance token windows
 * @param <O> what it answers, for instance logits
 */
public interface HookedModel<I, O> extends AutoCloseable {
    /** All hook points, in the order in which they are computed. */
    List<HookPoint> hookPoints();

    /**
     * The hook point of that name.
     *
     * @throws IllegalArgumentException naming those that there are, or the closest of many, when it is not one of them
     */
    default HookPoint hookPoint(String name) {
        return hookPoints().stream()
                .filter(hook -> hook.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no hook point '" + name + "'; "
                        + CloseNames.of(
                                name, hookPoints().stream().map(HookPoint::name).toList())));
    }

    /**
     * Activations at several hook points of one run.
     *
     * @return by name, fresh, in the order of {@code hooks}
     */
    Map<String, HookRows> activations(I input, Collection<String> hooks);

    /** The answer of the unchanged model. */
    O run(I input);

    /** The answer when the rows of {@code hook} are edited on their way. */
    O run(I input, String hook, Edit edit);

    @Override
    void close();
}
