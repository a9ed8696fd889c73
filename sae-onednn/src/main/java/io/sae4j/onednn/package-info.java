/**
 * The encoder's product by oneDNN, found through {@link java.util.ServiceLoader}.
 *
 * <p>Rule of the room: every native object is owned by a {@link io.sae4j.onednn.Natives}, which keeps it reachable while
 * it is in use and frees it at a known moment. JavaCPP would free an unreachable pointer while oneDNN still reads from it.
 */
@NullMarked
package io.sae4j.onednn;

import org.jspecify.annotations.NullMarked;
