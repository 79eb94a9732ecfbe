package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
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
                .isEqualTo("{\"batches\":2,\"rows\":30,\"dead_lettered\":1,\"pending\":4,"
                        + "\"stopped\":{\"reason\":\"unauthorized\",\"message\":\"401\"},"
                        + "\"stops\":[{\"reason\":\"busy\",\"message\":\"held\",\"kind\":\"events\"},"
                        + "{\"reason\":\"unauthorized\",\"message\":\"401\",\"kind\":null}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLIENT_ERROR | what happened (their words); check sync.endpoint",
                "REDIRECTED   | what happened (their words); set sync.endpoint to the server itself",
                "UNREACHABLE  | what happened (their words); check sync.endpoint and the network; nothing is lost",
                "SERVER_ERROR | what happened (their words); the server is in trouble; nothing is lost",
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
