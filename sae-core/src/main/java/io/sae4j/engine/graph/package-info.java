/**
 * The SameDiff engine: any encoder, any loss, any ND4J backend. The graph it builds is the definition of what is trained.
 *
 * <p>Rule of the room: SameDiff builds and differentiates; {@link io.sae4j.graph} runs the result.
 */
@NullMarked
package io.sae4j.engine.graph;

import org.jspecify.annotations.NullMarked;
