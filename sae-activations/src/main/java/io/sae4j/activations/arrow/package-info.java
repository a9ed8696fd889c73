/**
 * Arrow files: the IPC file format (Feather version 2) and the IPC stream format (what Hugging Face {@code datasets}
 * writes).
 *
 * <p>Rule of the room: reads the format by its specification (arrow.apache.org/docs/format/Columnar.html) straight from
 * the mapped file. The few tables of metadata that matter are read by {@link io.sae4j.activations.arrow.FlatTable};
 * Arrow's own library would demand a newer FlatBuffers than ND4J's, a memory allocator, and a flag of the JVM.
 */
@NullMarked
package io.sae4j.activations.arrow;

import org.jspecify.annotations.NullMarked;
