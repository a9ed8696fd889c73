/**
 * The encoder's product {@code x·Wᵀ}, the one dense product of a fused training step, behind an interface: libraries
 * differ widely in speed. {@link io.sae4j.product.ProductLibrary} is found through {@link java.util.ServiceLoader};
 * OpenBLAS, which ND4J brings, is always there.
 *
 * <p>Rule of the room: rows in, rows out; it knows nothing of features, codes or training.
 */
@NullMarked
package io.sae4j.product;

import org.jspecify.annotations.NullMarked;
