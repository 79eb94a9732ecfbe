package io.kaizen.sync.bootstrap.demo;

import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a demo came to, from three witnesses: the outbox, the flush, and the server's own ledger.
 *
 * @param enqueued how many rows of each kind were put into the outbox
 * @param elapsed how long the flush took
 */
public record DemoResult(
        Map<BatchKind, Integer> enqueued,
        OutboxStatus outbox,
        LedgerSnapshot server,
        Map<BatchKind, DemoTally.Counts> flush,
        FlushReport report,
        Duration elapsed) {

    public DemoResult {
        enqueued = Map.copyOf(enqueued);
        flush = Map.copyOf(flush);
    }

    /** A sentence for each thing that is not as it must be; empty if no row is missing and none is doubled. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        report.gravest().ifPresent(stop -> faults.add("the flush stopped: " + stop.message()));
        for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
            checkOutbox(spec.kind(), faults);
            if (spec.isPosted()) {
                checkServer(server.of(spec.kind()), enqueuedOf(spec.kind()), faults);
            }
        }
        return faults;
    }

    int enqueuedOf(BatchKind kind) {
        return enqueued.getOrDefault(kind, 0);
    }

    private void checkOutbox(BatchKind kind, List<String> faults) {
        OutboxStatus.Counts counts = outbox.byKind().getOrDefault(kind, OutboxStatus.Counts.NONE);
        if (counts.sent() != enqueuedOf(kind) || counts.pending() != 0 || counts.deadLettered() != 0) {
            faults.add(kind + ": of " + enqueuedOf(kind) + " rows the outbox says " + counts.sent() + " are sent, "
                    + counts.pending() + " pending, " + counts.deadLettered() + " dead");
        }
    }

    private static void checkServer(KindTally stored, int enqueued, List<String> faults) {
        if (stored.distinct() != enqueued) {
            faults.add(stored.kind() + ": the server has " + stored.distinct() + " different rows of " + enqueued);
        }
        if (stored.doubled() != 0) {
            faults.add(stored.kind() + ": the server has " + stored.doubled() + " rows twice");
        }
    }
}
