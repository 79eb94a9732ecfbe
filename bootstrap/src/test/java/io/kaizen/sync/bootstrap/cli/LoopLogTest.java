package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.console.StatusLine;
import io.kaizen.sync.bootstrap.logging.Logging;
import io.kaizen.sync.bootstrap.logging.Verbosity;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.testkit.MovableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopLogTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LoopLog log = new LoopLog(new MovableClock(Instant.EPOCH));

    @AfterEach
    void giveTheLogBack() {
        Logging.start(new StatusLine(System.err), Verbosity.NORMAL);
    }

    @Test
    void aTroubleThatDiffersInItsNumbersAloneIsSaidOnce() {
        Logging.start(new StatusLine(new PrintStream(bytes, true, UTF_8)), Verbosity.NORMAL);

        for (int second = 10; second < 60; second++) {
            Stop stop = Stop.of(StopReason.RATE_LIMITED, "rate limited until 1970-01-01T00:00:" + second + "Z");
            log.flushed(new FlushReport(0, 0, 0, 1, List.of(stop)));
        }

        assertThat(bytes.toString(UTF_8).lines()).singleElement().asString().contains("00:00:10Z");
    }
}
