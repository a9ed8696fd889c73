/**
 * Models with hook points: activations out, edited ones back in. Knows no particular kind of model; those are rooms of
 * their own beside it, and a user's own model needs no more than {@link io.sae4j.activations.model.HookedModel}.
 */
@NullMarked
package io.sae4j.activations.model;

import org.jspecify.annotations.NullMarked;
