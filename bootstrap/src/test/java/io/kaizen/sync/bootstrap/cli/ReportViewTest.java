package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
