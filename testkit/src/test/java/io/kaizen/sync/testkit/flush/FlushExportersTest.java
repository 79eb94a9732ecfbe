package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void f107_f108_aSplitAndRetriesShowARowToAnExporterOnce() {
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
    void f106_f110_failOpenGoesOnWithoutTheExporter() {
        enqueue(BatchKind.EVENTS, 1);
        exporter.isBroken = true;

        FlushReport report = service.flush();

        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(1, 1, 0, 0, List.of()));
        assertThat(exporterFailures).containsExactly(new Failure("recorder", "IllegalStateException: broken"));
    }

    @Test
    void f110_f114_anExporterThatIsDownForDaysHoldsNothingBackAndEverySkippedBatchIsTold() {
        exporter.isBroken = true;
        for (int flush = 0; flush < 1_000; flush++) {
            enqueue(BatchKind.EVENTS, 4);

            assertThat(ofOutbox(service.flush())).isEqualTo(new FlushReport(2, 4, 0, 0, List.of()));
        }
        assertThat(exporterFailures).hasSize(2_000);

        exporter.isBroken = false;
        enqueue(BatchKind.EVENTS, 1);
        service.flush();

        // Only what comes from now on: nothing was kept for it.
        assertThat(exporter.rows).containsExactly(4_001L);
    }

    @Test
    void f16_f106_theEndOfMemoryInAnExporterEndsTheFlushAndLosesNothing() {
        enqueue(BatchKind.EVENTS, 1);
        exporter.exhausted = new OutOfMemoryError("test");

        assertThatThrownBy(service::flush).isSameAs(exporter.exhausted);

        exporter.exhausted = null;
        FlushReport report = newProcess(settings(true, DESTINATION, false)).flush();
        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(1, 1, 0, 0, List.of()));
        assertThat(keysOf(gateway.posts())).hasSize(1);
    }

    @Test
    void f109_failClosedHoldsTheCommitBackAndDoesNotPostAgain() {
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
    void f109_whatOnlyAnExporterIsOwedIsCommittedWhateverTheDestinationIsNow() {
        service = service(settings(false, DESTINATION, false));
        enqueue(BatchKind.EVENTS, 2);
        exporter.isBroken = true;
        service.flush();
        exporter.isBroken = false;

        FlushReport report = newProcess(settings(false, new Destination("http://elsewhere", "team"), false))
                .flush();

        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(1, 2, 0, 0, List.of()));
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
