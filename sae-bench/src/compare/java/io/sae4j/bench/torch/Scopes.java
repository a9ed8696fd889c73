package io.sae4j.bench.torch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/** Work within JavaCPP's and PyTorch's scopes, which act by being open. */
@SuppressWarnings("try")
final class Scopes {
    private Scopes() {}

    /** Releases all native memory that {@code work} made; what it returns must not be native. */
    static <T> T releasing(Supplier<T> work) {
        try (PointerScope scope = new PointerScope()) {
            return work.get();
        }
    }

    /** Autograd records nothing. */
    static <T> T withoutAutograd(Supplier<T> work) {
        try (NoGradGuard guard = new NoGradGuard()) {
            return work.get();
        }
    }
}
