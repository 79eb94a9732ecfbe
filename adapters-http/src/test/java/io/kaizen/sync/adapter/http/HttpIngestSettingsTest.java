package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.secret.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIngestSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9000,       http://localhost:9000/v1/events",
        "https://ingest.example.org/, https://ingest.example.org/v1/events",
        "HTTPS://ingest.example.org,  HTTPS://ingest.example.org/v1/events",
        "https://h/a/b///,            https://h/a/b/v1/events",
        "'http://[::1]:80',           'http://[::1]:80/v1/events'",
    })
    void theRouteStandsBehindTheEndpoint(String endpoint, String uri) {
        assertThat(settings(endpoint).uriOf("/v1/events")).hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "//hunter2.example.org",
                "file:///hunter2",
                "ftp://hunter2.example.org",
                "http:hunter2",
                "http://",
                "https://user:hunter2@example.org",
                "https://hunter2@example.org",
                "https://hunter2 .example.org",
                "https://hünter2.example.org",
                "https://example.org?token=hunter2",
                "https://example.org/#hunter2",
                "https://example.org/hunter2\r\nX: y",
            })
    void f120_f126_otherEndpointsAreRefusedWithoutBeingShown(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(endpoint))
                .withMessageContaining("endpoint")
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Duration.ZERO, SECOND, 6, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(SECOND, Duration.ofMillis(-1), 6, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Duration.ofDays(2), SECOND, 6, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(SECOND, SECOND, 10, "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(SECOND, SECOND, -2, "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2", "1\r\nX: y", "é"})
    void f120_aVersionThatNoHeaderCanHoldIsRefused(String version) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(SECOND, SECOND, 6, version));
    }

    @Test
    void aQuestionTakesThreeSecondsAtMostItsConnectionIncluded() {
        HttpIngestSettings patient = settings(Duration.ofMinutes(2), Duration.ofSeconds(10), 6, "1");
        HttpIngestSettings hurried = settings(SECOND, SECOND, 6, "1");

        assertThat(patient.forQuestions().requestTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(patient.forQuestions().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(hurried.forQuestions().requestTimeout()).isEqualTo(SECOND);
    }

    private static HttpIngestSettings settings(String endpoint) {
        return new HttpIngestSettings(endpoint, () -> Secret.of("t"), SECOND, SECOND, 6, "1");
    }

    private static HttpIngestSettings settings(Duration request, Duration connect, int level, String version) {
        return new HttpIngestSettings("http://localhost", () -> Secret.of("t"), request, connect, level, version);
    }
}
