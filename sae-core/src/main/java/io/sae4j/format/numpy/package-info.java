/**
 * NumPy's containers: npy and npz.
 *
 * <p>Rule of the room: arrays in, arrays out; knows no autoencoders.
 */
@NullMarked
package io.sae4j.format.numpy;

import org.jspecify.annotations.NullMarked;
