package io.sae4j.engine.sparse;

/** A parameter that is one vector, with Adam's two moments of it. */
final class VectorParameter {
    final float[] value;
    final float[] firstMoment;
    final float[] secondMoment;

    /** @param value kept */
    VectorParameter(float[] value) {
        this.value = value;
        firstMoment = new float[value.length];
        secondMoment = new float[value.length];
    }
}
