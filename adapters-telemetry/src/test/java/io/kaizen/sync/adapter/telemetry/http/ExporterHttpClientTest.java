package io.kaizen.sync.adapter.telemetry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.ProxyChoice;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExporterHttpClientTest {

    private static final int TRIES = 2_000;

    /** The library's own states are not ours to show: it throws what it likes where it is broken off in the middle of something. */
    @Test
    void f105_aDeadlineThatStrikesAtWhateverMomentIsNoAnswerAndNothingElse() {
        try (ScriptedIngest server = ScriptedIngest.start();
                ExporterHttpClient client = new ExporterHttpClient(
                        Duration.ofSeconds(5), "test", () -> Instant.EPOCH, ProxyChoice.DIRECT)) {
            ExporterRequest request = new ExporterRequest(
                    URI.create(server.endpoint() + "/"),
                    "application/json",
                    Map.of(),
                    new byte[1_000],
                    false,
                    RetryOn.OTLP,
                    Set.of());
            int unanswered = 0;
            for (int i = 0; i < TRIES; i++) {
                PostResult result = client.post(request, new Deadline(System::nanoTime, Duration.ofNanos(i * 1_000L)));
                unanswered += result.isAnswered() ? 0 : 1;
            }
            assertThat(unanswered).isPositive();
        }
    }
}
