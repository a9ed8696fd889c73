package io.sae4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.slf4j.LoggerFactory;

class SilentOutputTest {
    private static boolean provoked;

    static class Talkative {
        @Test
        void out() {
            Assumptions.assumeTrue(provoked);
            System.out.println("hello");
        }

        @Test
        void warning() {
            Assumptions.assumeTrue(provoked);
            LoggerFactory.getLogger("io.sae4j.Somewhere").warn("careful");
        }

        @Test
        void silent() {
            LoggerFactory.getLogger("io.sae4j.Somewhere").info("fine");
        }
    }

    @Test
    void whatIsPrintedFailsTheTest() {
        provoked = true;
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Talkative.class))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(1);
        assertThat(listener.getSummary().getFailures())
                .extracting(failure -> failure.getException().getMessage())
                .anyMatch(message -> message.equals("the test wrote to stdout: hello"))
                .anyMatch(message -> message.startsWith("the test wrote to stderr: ") && message.contains("careful"))
                .hasSize(2);
    }
}
