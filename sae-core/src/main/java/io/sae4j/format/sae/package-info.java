/**
 * One door to saved SAEs, whatever their format.
 *
 * <p>Rule of the room: tells formats apart and hands on; a format that needs more than one class has a room of its own.
 */
@NullMarked
package io.sae4j.format.sae;

import org.jspecify.annotations.NullMarked;
