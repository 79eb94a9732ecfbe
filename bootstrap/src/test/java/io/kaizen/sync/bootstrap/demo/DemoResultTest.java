package io.kaizen.sync.bootstrap.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The demo must not praise itself. */
class DemoResultTest {

    private static final BatchKind KIND = BatchKind.SESSION_EVALS;
    private static final OutboxStatus.Counts ALL_SENT = new OutboxStatus.Counts(0, 0, 10, 0);
    private static final KindTally ALL_STORED = new KindTally(KIND, 1, 10, 0, 0);

    @Test
    void nothingIsWrongWhereOutboxAndServerAgree() {
        assertThat(faults(ALL_SENT, ALL_STORED)).isEmpty();
        assertThat(new DemoView(result(ALL_SENT, ALL_STORED)).text())
                .anyMatch(line -> line.startsWith("nothing is missing"));
    }

    @Test
    void aRowThatTheServerLacksIsAFault() {
        assertThat(faults(ALL_SENT, new KindTally(KIND, 1, 9, 0, 0)))
                .containsExactly("session_evals: the server has 9 different rows of 10");
    }

    @Test
    void aRowThatTheServerHasTwiceIsAFault() {
        assertThat(faults(ALL_SENT, new KindTally(KIND, 2, 11, 0, 1)))
                .containsExactly("session_evals: the server has 1 rows twice");
    }

    @Test
    void oneRowMissingAndAnotherTwiceDoNotMakeUpForEachOther() {
        assertThat(faults(ALL_SENT, new KindTally(KIND, 2, 10, 0, 1))).hasSize(2);
    }

    @Test
    void aRowThatIsLeftInTheOutboxIsAFault() {
        assertThat(faults(new OutboxStatus.Counts(1, 0, 9, 0), ALL_STORED))
                .containsExactly("session_evals: of 10 rows the outbox says 9 are sent, 1 pending, 0 dead");
    }

    @Test
    void aFlushThatStoppedIsAFault() {
        FlushReport stopped = new FlushReport(1, 10, 0, 0, List.of(Stop.of(StopReason.INTERRUPTED, "interrupted")));

        assertThat(result(ALL_SENT, ALL_STORED, stopped).faults()).containsExactly("the flush stopped: interrupted");
    }

    @Test
    void aFaultIsShownToPeopleAndPrograms() {
        DemoView view = new DemoView(result(ALL_SENT, new KindTally(KIND, 1, 9, 0, 0)));

        assertThat(view.text())
                .contains("- session_evals: the server has 9 different rows of 10")
                .noneMatch(line -> line.contains("nothing is missing"));
        assertThat(Json.write(view.json()))
                .contains("\"complete\":false", "session_evals: the server has 9 different rows of 10");
    }

    private static List<String> faults(OutboxStatus.Counts outbox, KindTally server) {
        return result(outbox, server).faults();
    }

    private static DemoResult result(OutboxStatus.Counts outbox, KindTally server) {
        return result(outbox, server, new FlushReport(1, 10, 0, 0, List.of()));
    }

    private static DemoResult result(OutboxStatus.Counts outbox, KindTally server, FlushReport report) {
        return new DemoResult(
                Map.of(KIND, 10),
                new OutboxStatus(new TreeMap<>(Map.of(KIND, outbox)), Optional.empty(), 0, Optional.empty()),
                new LedgerSnapshot(List.of(server), new TreeMap<>(), 0, 0, 0, 0),
                Map.of(),
                report,
                Duration.ofSeconds(1));
    }
}
