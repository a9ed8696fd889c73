package io.sae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeadFeaturesTest {
    @Test
    void aFeatureIsDeadAfterItsWindow() {
        DeadFeatures dead = new DeadFeatures(2, 10);
        dead.update(new float[] {1, 0}, 9);
        assertThat(dead.dead()).containsExactly(false, false);
        dead.update(new float[] {0, 0}, 1);
        assertThat(dead.dead()).containsExactly(false, true);
        dead.update(new float[] {0, 2}, 8);
        assertThat(dead.dead()).containsExactly(false, false);
        dead.update(new float[] {0, 0}, 1);
        assertThat(dead.dead()).containsExactly(true, false);
    }

    @Test
    void theWindowFollowsTheRunUnlessItIsGiven() {
        assertThat(DeadFeatures.windowFor(6_144_000)).isEqualTo(307_200);
        assertThat(DeadFeatures.windowFor(0)).isEqualTo(10_000_000);
        assertThat(DeadFeatures.windowFor(1L << 40)).isEqualTo(10_000_000);
        assertThat(DeadFeatures.windowFor(3)).isEqualTo(1);
        assertThatThrownBy(() -> new DeadFeatures(2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dead-feature window must be positive, got 0");
    }
}
