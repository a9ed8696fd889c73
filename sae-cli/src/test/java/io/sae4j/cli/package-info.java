@NullMarked
package io.sae4j.cli;

import org.jspecify.annotations.NullMarked;
