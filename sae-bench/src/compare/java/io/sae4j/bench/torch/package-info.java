/**
 * PyTorch's training steps, through JavaCPP. What is computed stands in {@code steps.py}; the classes here hold the state
 * and release native memory in time.
 */
@NullMarked
package io.sae4j.bench.torch;

import org.jspecify.annotations.NullMarked;
