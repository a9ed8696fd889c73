package io.sae4j.activations.nd;

import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Work whose arrays outlive whatever workspace the caller has open. */
public final class Detached {
    private Detached() {}

    /** Runs {@code work} outside all workspaces of this thread. */
    @SuppressWarnings("try") // the scope acts by being open
    public static <T> T during(Supplier<T> work) {
        try (MemoryWorkspace scope = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return work.get();
        }
    }
}
