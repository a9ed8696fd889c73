package io.sae4j.graph;

/** One piece of work on fixed buffers. */
@FunctionalInterface
interface Instruction {
    void run();
}
