package io.sae4j.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.sae4j.encoder.JumpReluEncoder.ThresholdForm;
import io.sae4j.model.EncoderSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JumpReluEncoderTest extends EncoderContractTest {
    @Override
    Encoder encoder() {
        return new JumpReluEncoder(ThresholdForm.RAW, 0.1, 2.0);
    }

    @Test
    void aSpecOfBeforeThereWereKernelsHasTheRectangle() {
        EncoderSpec old = new EncoderSpec(
                JumpReluEncoder.NAME, Map.of("thresholdForm", "LOG", "initialThreshold", 0.3, "bandwidth", 0.5));
        assertThat(JumpReluEncoder.fromSpec(old)).isEqualTo(new JumpReluEncoder(ThresholdForm.LOG, 0.3, 0.5));
    }

    @Test
    void kernelAndReachAreSavedWithTheSettings() {
        JumpReluEncoder encoder = new JumpReluEncoder(ThresholdForm.RAW, 0.3, 0.5)
                .withKernel(Kernel.GAUSSIAN)
                .withStraightThroughToInput();
        assertThat(JumpReluEncoder.fromSpec(encoder.spec())).isEqualTo(encoder);
        assertThat(encoder.kernel()).isEqualTo(Kernel.GAUSSIAN);
        assertThat(encoder.straightThroughToInput()).isTrue();
    }
}
