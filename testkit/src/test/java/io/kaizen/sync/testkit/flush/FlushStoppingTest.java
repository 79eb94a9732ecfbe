package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import org.junit.jupiter.api.Test;

/** What a shutdown leaves behind. */
class FlushStoppingTest extends FlushFixture {

    @Test
    void aStopDuringAWaitLeavesARefusedBatchFree() {
        enqueue(BatchKind.EVENTS, 1);
        time.stopsInSleep = true;
        gateway.answer(new ServerError(503, ""));

        FlushReport report = service.flush();

        assertThat(report.gravest()).map(Stop::reason).contains(StopReason.INTERRUPTED);
        assertThat(status().total().claimed()).isZero();
        assertThat(status().consecutiveFailures()).isZero();
    }

    @Test
    void aStopDuringAWaitKeepsAnAmbiguousBatch() {
        enqueue(BatchKind.EVENTS, 1);
        time.stopsInSleep = true;
        gateway.answer(ANSWER_LOST);

        service.flush();

        assertThat(status().total().claimed()).isEqualTo(1);
    }

    @Test
    void afterAStopNothingIsSentAgain() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new ServerError(503, ""));
        gateway.whileOnTheWire(() -> time.stopRequested = true);

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSize(1);
        assertThat(time.slept).isEmpty();
        assertThat(report.gravest()).map(Stop::reason).contains(StopReason.INTERRUPTED);
        assertThat(status().total().claimed()).isZero();
    }

    @Test
    void aStopBetweenBatchesLeavesTheRest() {
        enqueue(BatchKind.EVENTS, 7);
        gateway.whileOnTheWire(() -> time.stopRequested = true);

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.pending().rows()).isEqualTo(4);
        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.INTERRUPTED);
    }
}
