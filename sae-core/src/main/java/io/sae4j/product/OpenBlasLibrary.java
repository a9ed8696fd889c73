package io.sae4j.product;

import io.sae4j.nd.Backend;
import java.util.Optional;
import java.util.function.Supplier;

/** OpenBLAS, the copy that ND4J's CPU backend brings. */
public final class OpenBlasLibrary implements ProductLibrary {
    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public Optional<String> obstacle() {
        try {
            if (!Backend.isCpu()) {
                return Optional.of("ND4J's backend is not the CPU's");
            }
            OpenBlas.load();
            return Optional.empty();
        } catch (IllegalStateException | LinkageError e) {
            return Optional.of("OpenBLAS does not load: " + e);
        }
    }

    @Override
    public boolean offers(Precision precision) {
        return precision == Precision.FLOAT32;
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public EncoderProduct create(ProductShape shape, Precision precision) {
        if (!offers(precision)) {
            throw new IllegalArgumentException("openblas offers FLOAT32 only, got " + precision);
        }
        return new OpenBlasProduct(shape);
    }

    @Override
    public <T> T whileMultiplying(Supplier<T> action) {
        return OpenBlas.singleThreaded(action);
    }
}
