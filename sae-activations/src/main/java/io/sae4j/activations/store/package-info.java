/**
 * Activations on disk: written once while a model runs, read as often as training wants.
 *
 * <p>Rule of the room: what a reader sees is finished and checked. A shard counts once the manifest lists it, and no
 * number leaves a block whose checksum was not compared. Nothing here needs ND4J.
 */
@NullMarked
package io.sae4j.activations.store;

import org.jspecify.annotations.NullMarked;
