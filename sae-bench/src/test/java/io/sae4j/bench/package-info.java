/** Tests of what measures, not measurements. */
package io.sae4j.bench;
