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

    /** A new value for entry {@code j}; its moments become 0. */
    void restart(int j, float entry) {
        value[j] = entry;
        firstMoment[j] = 0;
        secondMoment[j] = 0;
    }
}
