/**
 * The data of a sparse autoencoder: its architecture, weights, codes and where it came from.
 *
 * <p>Rule of the room: it knows no other room; everything here is immutable.
 */
@NullMarked
package io.sae4j.model;

import org.jspecify.annotations.NullMarked;
