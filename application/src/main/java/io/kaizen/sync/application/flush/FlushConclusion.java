package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.WarnedOfStorage;
import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.util.List;
import java.util.Optional;

/**
 * Says what a flush did, and writes down that it failed, if it did. For one thread, once.
 */
record FlushConclusion(FlushContext context, Halts halts, LaneScheduler scheduler) {

    FlushReport report(RowCount pendingAtStart) {
        try {
            context.commits().complete();
            warnOfOtherSender();
            Backlog left = context.store().backlog(scheduler.bound());
            List<Stop> stops = halts.stops().stream()
                    .filter(stop -> stillHolds(stop, left))
                    .toList();
            FlushReport report = reportOf(left.pending(), stops);
            report.failure()
                    .filter(stop -> !scheduler.knownBefore().equals(Optional.of(stop)))
                    .ifPresent(stop -> context.store().recordFailure(stop.message()));
            return report;
        } catch (OutboxStoreException broken) {
            halts.stopFor(broken);
            FlushTally tally = context.tally();
            long left = Math.max(0, pendingAtStart.rows() - tally.rows() - tally.deadLettered());
            return reportOf(new RowCount(left, pendingAtStart.isExact()), halts.stops());
        }
    }

    /** Once in a flush: who has read it once knows it for all batches. */
    private void warnOfOtherSender() {
        if (context.tally().doOthersSend()) {
            context.listener()
                    .onEvent(new WarnedOfStorage(
                            "another program marks rows as sent too (a kaizen whose own sync is on?);"
                                    + " rows may reach the server twice: switch that program's sync off"));
        }
    }

    private FlushReport reportOf(RowCount pending, List<Stop> stops) {
        FlushTally tally = context.tally();
        return new FlushReport(
                tally.batches(),
                tally.rows(),
                tally.deadLettered(),
                pending,
                stops,
                context.fanOut().tallies());
    }

    /** Whether another flusher that was in our way has left anything to do. */
    private static boolean stillHolds(Stop stop, Backlog left) {
        return stop.reason() != StopReason.BUSY
                || stop.kind().isEmpty()
                || left.lanes().stream()
                        .anyMatch(head ->
                                stop.kind().equals(Optional.of(head.lane().kind())));
    }
}
