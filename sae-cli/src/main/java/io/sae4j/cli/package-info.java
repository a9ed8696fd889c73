/**
 * The {@code sae} command, one class for each of its sub-commands.
 *
 * <p>Rule of the room: results go to stdout, everything else to stderr; a user's mistake is one line there and an exit
 * code, found before work begins where that is possible. No algorithm lives here.
 */
@NullMarked
package io.sae4j.cli;

import org.jspecify.annotations.NullMarked;
