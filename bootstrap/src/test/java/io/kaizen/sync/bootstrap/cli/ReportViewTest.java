package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.ExporterTally;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportViewTest {

    @Test
    void theGravestStopIsTheOneThatIsNamedAndAllAreListedInTheirOrder() {
        Stop busy = Stop.of(StopReason.BUSY, "held").forKind(BatchKind.EVENTS);
        Stop unauthorized = Stop.of(StopReason.UNAUTHORIZED, "401");
        FlushReport report = new FlushReport(2, 30, 1, 4, List.of(busy, unauthorized));

        assertThat(Json.write(new ReportView(report).json()))
                .isEqualTo("{\"batches\":2,\"rows\":30,\"dead_lettered\":1,\"pending\":4,\"pending_exact\":true,"
                        + "\"stopped\":{\"reason\":\"unauthorized\",\"message\":\"401\"},"
                        + "\"stops\":[{\"reason\":\"busy\",\"message\":\"held\",\"kind\":\"events\"},"
                        + "{\"reason\":\"unauthorized\",\"message\":\"401\",\"kind\":null}]}");
    }

    @Test
    void aBacklogThatWasNotCountedToItsEndIsShownAsSuch() {
        RowCount many = RowCount.upToTheMost(RowCount.MOST_COUNTED + 1L);
        FlushReport report = new FlushReport(0, 0, 0, many, List.of(), List.of());

        assertThat(Json.write(new ReportView(report).json())).contains("\"pending\":100000,\"pending_exact\":false");
        assertThat(new ReportView(report).text()).containsExactly("sent 0 rows in 0 batches, 100000+ pending");
    }

    @Test
    void eachExporterIsAccountedFor() {
        ExporterTally file = ExporterTally.none("file")
                .withSuccess(500, Duration.ofMillis(7))
                .withFailure(3, Duration.ofMillis(5));
        FlushReport report =
                new FlushReport(2, 600, 0, RowCount.exactly(0), List.of(), List.of(file, ExporterTally.none("otlp")));

        assertThat(Json.write(new ReportView(report).json()))
                .endsWith("\"exporters\":["
                        + "{\"name\":\"file\",\"batches\":1,\"rows\":503,\"failures\":1,\"time_ms\":12},"
                        + "{\"name\":\"otlp\",\"batches\":0,\"rows\":0,\"failures\":0,\"time_ms\":0}]}");
        assertThat(new ReportView(report).text())
                .containsExactly(
                        "sent 600 rows in 2 batches, 0 pending",
                        "exporter file: took 503 rows in 1 batch, 1 failure",
                        "exporter otlp: took 0 rows in 0 batches");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLIENT_ERROR | what happened (their words); check sync.endpoint",
                "REDIRECTED   | what happened (their words); set sync.endpoint to the server itself",
                "UNREACHABLE  | what happened (their words); check sync.endpoint, sync.proxy and the network; nothing is lost",
                "SERVER_ERROR | what happened (their words); the server is in trouble; nothing is lost",
                "EXPORTER     | what happened (their words); the exporter has to take it, or set telemetry.fail_open = true",
                "RATE_LIMITED | what happened (their words); nothing is lost, the next flush tries again",
            })
    void f29_f35_f36_f38_f39_f40_f53_f58_aStopSaysWhatHappenedToWhatAndWhatToDo(StopReason reason, String line) {
        Stop stop = Stop.of(reason, "what happened").withDetail("their words").forKind(BatchKind.EVENTS);

        assertThat(ReportView.describe(stop)).startsWith("events: " + line);
    }

    @Test
    void whereTheMessageSaysItAllNothingIsAdded() {
        assertThat(ReportView.describe(Stop.of(StopReason.UNAUTHORIZED, "401 unauthorized (check team_token)")))
                .isEqualTo("401 unauthorized (check team_token)");
    }
}
