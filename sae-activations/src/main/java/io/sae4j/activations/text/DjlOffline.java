package io.sae4j.activations.text;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps DJL from the network while it loads; what the user set by hand stays. */
final class DjlOffline {
    private static final Map<String, String> SETTINGS =
            Map.of("ai.djl.offline", "true", "OPT_OUT_TRACKING", "true", "RUST_FLAVOR", "cpu");

    private DjlOffline() {}

    static synchronized <T> T during(Supplier<T> work) {
        Map<String, @Nullable String> before = new HashMap<>();
        SETTINGS.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                before.put(key, null);
                System.setProperty(key, value);
            }
        });
        try {
            return work.get();
        } finally {
            before.keySet().forEach(System::clearProperty);
        }
    }
}
