/**
 * From text to token windows: files of documents, tokenizers, and how documents are cut.
 *
 * <p>Rule of the room: everything is streamed and can be read again from the start; a damaged file is named, with the line
 * or byte where reading it failed.
 */
@NullMarked
package io.sae4j.activations.text;

import org.jspecify.annotations.NullMarked;
