package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exporters are given each row once, and hold up nothing but what they may. */
class FlushExportersTest extends FlushFixture {

    @Test
    void aSplitAndRetriesShowARowToAnExporterOnce() {
        enqueue(BatchKind.EVENTS, 3);
        gateway.answer(new ServerError(503, ""), new TooLarge(""));

        service.flush();

        assertThat(exporter.rows).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aCommittedRowThatIsPendingAgainIsExportedAgain() {
        enqueue(BatchKind.EVENTS, 1);
        service.flush();
        outbox.markAllPending();

        service.flush();

        assertThat(exporter.rows).containsExactly(1L, 1L);
    }

    @Test
    void failOpenGoesOnWithoutTheExporter() {
        enqueue(BatchKind.EVENTS, 1);
        exporter.isBroken = true;

        FlushReport report = service.flush();

        assertThat(report).isEqualTo(new FlushReport(1, 1, 0, 0, List.of()));
        assertThat(exporterFailures).containsExactly(new Failure("recorder", "IllegalStateException: broken"));
    }

    @Test
    void failClosedHoldsTheCommitBackAndDoesNotPostAgain() {
        service = service(settings(false, DESTINATION, false));
        enqueue(BatchKind.EVENTS, 2);
        exporter.isBroken = true;

        FlushReport first = service.flush();
        exporter.isBroken = false;
        FlushReport second = service.flush();

        assertThat(first.rows()).isZero();
        assertThat(first.stops())
                .extracting(Stop::message)
                .containsExactly("telemetry fan-out (before outbox commit; fail_open = false)");
        assertThat(second.rows()).isEqualTo(2);
        assertThat(gateway.posts()).hasSize(1);
        assertThat(exporter.rows).containsExactly(1L, 2L);
    }

    @Test
    void whatOnlyAnExporterIsOwedIsCommittedWhateverTheDestinationIsNow() {
        service = service(settings(false, DESTINATION, false));
        enqueue(BatchKind.EVENTS, 2);
        exporter.isBroken = true;
        service.flush();
        exporter.isBroken = false;

        FlushReport report = newProcess(settings(false, new Destination("http://elsewhere", "team"), false))
                .flush();

        assertThat(report).isEqualTo(new FlushReport(1, 2, 0, 0, List.of()));
        assertThat(gateway.posts()).hasSize(1);
    }

    @Test
    void anExporterDoesNotTouchTheSyncState() {
        service = service(settings(false, DESTINATION, false));
        enqueue(BatchKind.EVENTS, 2);
        exporter.isBroken = true;

        service.flush();

        assertThat(status().consecutiveFailures()).isZero();
        assertThat(status().lastError()).isEmpty();
        assertThat(status().lastSuccess()).isEmpty();
    }

    @Test
    void anIngestFailureWinsOverAnExporterFailure() {
        service = service(settings(false, DESTINATION, false));
        enqueue(BatchKind.EVENTS, 1);
        exporter.isBroken = true;
        gateway.answer(new Unauthorized(""));

        FlushReport report = service.flush();

        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.UNAUTHORIZED);
    }
}
