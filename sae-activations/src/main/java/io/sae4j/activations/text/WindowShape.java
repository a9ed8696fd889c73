package io.sae4j.activations.text;

/**
 * How windows are cut.
 *
 * @param length most tokens, start token included
 * @param stride of the document's tokens; more than a window holds means as many as it holds
 * @param minLength shorter windows are dropped
 * @param where the start token's places
 * @param startToken its id, not used when {@code where} is {@link StartToken#NONE}
 */
record WindowShape(int length, int stride, int minLength, StartToken where, int startToken) {}
