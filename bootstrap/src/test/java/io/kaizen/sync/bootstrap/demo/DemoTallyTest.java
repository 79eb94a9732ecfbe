package io.kaizen.sync.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushEvent.AttemptEnded;
import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.BatchSplit;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.bootstrap.demo.DemoTally.Counts;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoTallyTest {

    private static final Batch BATCH = new Batch(
            KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow(),
            new BatchEnvelope("team", "blake3:00", Optional.empty()),
            List.of(new EncodedRow(new RowId(1), new OwnerId("o"), "{}".getBytes(UTF_8))));

    private final DemoTally tally = new DemoTally();

    @Test
    void eachEventCountsAsWhatItIs() {
        tally.onEvent(new FlushStarted(RowCount.exactly(9)));
        tally.onEvent(new BatchCommitted(BATCH, 7, 0));
        tally.onEvent(new BatchCommitted(BATCH, 2, 0));
        tally.onEvent(new BatchSplit(BATCH, List.of(BATCH, BATCH)));
        tally.onEvent(waitAfter(new ServerError(500, "")));
        tally.onEvent(waitAfter(new ServerError(503, "", Optional.of(Duration.ofSeconds(1)))));
        tally.onEvent(waitAfter(new ServerError(500, "")));
        tally.onEvent(waitAfter(new RateLimited(Optional.empty(), "")));
        tally.onEvent(new AttemptEnded(BATCH, new Conflict(Meaning.STORED_BEFORE, "")));

        assertThat(tally.byKind()).containsOnlyKeys(BatchKind.EVENTS).containsValue(new Counts(9, 2, 1, 3, 1, 1));
    }

    @Test
    void anAnswerThatProvesNoReplayIsNone() {
        tally.onEvent(new AttemptEnded(BATCH, new Conflict(Meaning.UNKNOWN, "")));
        tally.onEvent(new AttemptEnded(BATCH, Accepted.UNCOUNTED));

        assertThat(tally.byKind()).isEmpty();
    }

    private static WaitStarted waitAfter(IngestOutcome outcome) {
        return new WaitStarted(BATCH, outcome, Duration.ofSeconds(1));
    }
}
