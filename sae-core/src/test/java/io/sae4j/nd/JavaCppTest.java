package io.sae4j.nd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class JavaCppTest {
    @Test
    void tellsTheVersionsOnTheClasspath() throws Exception {
        assertThat(JavaCpp.jarVersion()).contains(Loader.getVersion());
        assertThat(JavaCpp.nativesVersion()).isEqualTo(JavaCpp.jarVersion());
        assertThat(JavaCpp.platform()).isEqualTo(Loader.getPlatform());
        assertThat(JavaCpp.mismatch()).isEmpty();
    }

    @Test
    void namesBothVersionsAndTheLinesThatSettleThem() {
        assertThat(JavaCpp.mismatch(Optional.of("1.5.13"), Optional.of("1.5.7")))
                .hasValueSatisfying(message -> assertThat(message)
                        .contains("1.5.13", "1.5.7", "<artifactId>javacpp</artifactId>", "<version>1.5.13</version>")
                        .contains("<classifier>" + JavaCpp.platform() + "</classifier>"));
    }

    @Test
    void hasNothingToSayWhereVersionsAreUnknown() {
        assertThat(JavaCpp.mismatch(Optional.of("1.5.7"), Optional.empty())).isEmpty();
        assertThat(JavaCpp.mismatch(Optional.empty(), Optional.of("1.5.7"))).isEmpty();
        assertThat(JavaCpp.versionBeside(null, "/x.class", "javacpp")).isEmpty();
        String resource = "/java/lang/Object.class";
        assertThat(JavaCpp.versionBeside(Object.class.getResource(resource), resource, "javacpp"))
                .isEmpty();
    }
}
