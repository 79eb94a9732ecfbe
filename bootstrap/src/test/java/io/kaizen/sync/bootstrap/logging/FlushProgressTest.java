package io.kaizen.sync.bootstrap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushEvent.BatchClaimed;
import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.event.FlushEvent.RowsDeadLettered;
import io.kaizen.sync.bootstrap.console.StatusLine;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlushProgressTest {

    private static final Batch BATCH = new Batch(
            KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow(),
            new BatchEnvelope("team", "blake3:00", Optional.empty()),
            List.of(new EncodedRow(new RowId(1), new OwnerId("o"), "{}".getBytes(UTF_8))));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final FlushProgress progress =
            new FlushProgress(new StatusLine(new PrintStream(bytes, true, UTF_8)), 120, false);

    @Test
    void theBarEndsWithTheRowsThatAreSentOrDead() {
        progress.onEvent(new FlushStarted(RowCount.exactly(10)));
        progress.onEvent(new BatchClaimed(BATCH, false));
        progress.onEvent(new BatchCommitted(BATCH, 7, 0));
        progress.onEvent(new RowsDeadLettered(
                BatchKind.EVENTS, List.of(new Refusal(new RowId(8), PoisonReason.MALFORMED, "", 0))));
        progress.onEvent(new FlushEnded(new FlushReport(1, 7, 1, 2, List.of())));

        assertThat(shown()).contains("8/10 rows", "done").endsWith(System.lineSeparator());
    }

    @Test
    void anInterruptedFlushLeavesAWholeLineToo() {
        progress.onEvent(new FlushStarted(RowCount.exactly(10)));
        Thread.currentThread().interrupt();
        progress.onEvent(new FlushEnded(new FlushReport(0, 0, 0, 10, List.of())));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(shown()).contains("0/10 rows", "done").endsWith(System.lineSeparator());
    }

    @Test
    void nothingIsShownBeforeAFlushAndAfterIt() {
        progress.onEvent(new BatchCommitted(BATCH, 1, 0));
        progress.onEvent(new FlushEnded(new FlushReport(0, 0, 0, 0, List.of())));

        assertThat(shown()).isEmpty();
    }

    private String shown() {
        return bytes.toString(UTF_8);
    }
}
