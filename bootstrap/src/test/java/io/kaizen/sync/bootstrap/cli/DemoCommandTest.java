package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.bootstrap.demo.DemoResult;
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

/** A demo that fails must not end with 0. */
class DemoCommandTest {

    private static final BatchKind KIND = BatchKind.SESSION_EVALS;

    @Test
    void aDemoInWhichAllIsWellEndsWithZero() {
        assertThat(DemoCommand.exitCode(result(10))).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aRowThatTheServerLacksIsOurOwnFault() {
        assertThat(DemoCommand.exitCode(result(9))).isEqualTo(ExitCode.INTERNAL);
    }

    @Test
    void aFlushThatStoppedEndsAsAFlushWould() {
        assertThat(DemoCommand.exitCode(result(9, Stop.of(StopReason.INTERRUPTED, "interrupted"))))
                .isEqualTo(ExitCode.TRY_LATER);
    }

    private static DemoResult result(int stored, Stop... stops) {
        OutboxStatus.Counts sent = new OutboxStatus.Counts(0, 0, 10, 0);
        return new DemoResult(
                Map.of(KIND, 10),
                new OutboxStatus(new TreeMap<>(Map.of(KIND, sent)), Optional.empty(), 0, Optional.empty()),
                new LedgerSnapshot(List.of(new KindTally(KIND, 1, stored, 0, 0)), new TreeMap<>(), 0, 0, 0, 0),
                Map.of(),
                new FlushReport(1, 10, 0, 0, List.of(stops)),
                Duration.ofSeconds(1));
    }
}
