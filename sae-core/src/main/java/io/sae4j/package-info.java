/**
 * Sparse autoencoders on the JVM: {@link io.sae4j.SparseAutoencoder} trains, evaluates, saves and loads them; {@link
 * io.sae4j.Encoders} and {@link io.sae4j.Losses} name what they are made of.
 *
 * <p>Rule of the room: the façade. It arranges what other rooms do, and no other room knows it.
 */
@NullMarked
package io.sae4j;

import org.jspecify.annotations.NullMarked;
