package io.sae4j.product;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A library that can compute the encoder's product. Implementations are named in
 * {@code META-INF/services/io.sae4j.product.ProductLibrary}, have a public constructor without arguments, and load their
 * natives no earlier than {@link #obstacle} is asked.
 */
public interface ProductLibrary {
    /** A short name, by which it can be asked for. */
    String name();

    /** Why it cannot run on this machine and classpath, and how to mend that; empty when it can. Never throws. */
    Optional<String> obstacle();

    /** Whether products of this precision are offered, and faster on this machine than those of a higher one. */
    boolean offers(Precision precision);

    /** The library with the higher number is chosen where several can run. */
    int preference();

    /**
     * A product for weights of the given shape, which are all zero until they are packed.
     *
     * @throws IllegalStateException when the off-heap limits are too small
     */
    EncoderProduct create(ProductShape shape, Precision precision);

    /**
     * Runs an action during which lanes are used. A library that would otherwise spread a product over cores keeps to the
     * calling threads meanwhile.
     */
    default <T> T whileMultiplying(Supplier<T> action) {
        return action.get();
    }
}
