package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.OutboxRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes up what earlier flushes left on its way: the same rows, the same envelope, the same key. For one thread at a time. */
final class Resumption {

    private final FlushContext context;
    private final LaneLease lease;
    private final BatchKind kind;

    Resumption(FlushContext context, LaneLease lease) {
        this.context = context;
        this.lease = lease;
        this.kind = lease.lane().kind();
    }

    /** Takes up a claim that was left behind; empty if it is void and its rows are free again. */
    Optional<LaneQueue.Next> resume(Claim claim) {
        Optional<KindSpec> spec = context.settings().kinds().find(kind);
        if (spec.isEmpty()) {
            return Optional.of(new LaneQueue.Blocked(Stop.of(
                    StopReason.MALFORMED,
                    "a newer version has left a batch of kind " + kind + ", which this version does not know")));
        }
        Optional<Batch> batch = rebuild(spec.get(), claim);
        if (claim.state() == Claim.State.ACCEPTED && batch.isPresent()) {
            return Optional.of(new LaneQueue.Ready(ClaimedBatch.resumed(claim, batch.get())));
        }
        if (batch.isEmpty() || !batch.get().digest().equals(claim.digest())) {
            context.settle(lease, new Released(claim));
            context.listener()
                    .onEvent(new WarnedOfKind(
                            kind,
                            "rows of a batch that was on its way have changed or are gone; the rest goes out under a new"
                                    + " key"));
            return Optional.empty();
        }
        boolean isElsewhere = !claim.destination().equals(context.settings().destination());
        return isElsewhere && spec.get().isPosted()
                ? resumeElsewhere(claim)
                : Optional.of(new LaneQueue.Ready(ClaimedBatch.resumed(claim, batch.get())));
    }

    private Optional<LaneQueue.Next> resumeElsewhere(Claim claim) {
        String where =
                claim.destination().endpoint() + " (team " + claim.destination().teamId() + ")";
        if (!context.settings().redirectParked()) {
            return Optional.of(new LaneQueue.Blocked(Stop.of(
                    StopReason.DESTINATION_CHANGED,
                    claim.rows().size() + " rows may already be stored at " + where
                            + ", which is no longer the configured destination; flush once with the old configuration, or"
                            + " send them to the new one too with --redirect-parked")));
        }
        context.settle(lease, new Released(claim));
        context.listener()
                .onEvent(new WarnedOfKind(
                        kind,
                        claim.rows().size() + " rows go to the new destination and may also be stored at " + where));
        return Optional.empty();
    }

    /** The batch as far as its rows are still there. */
    private Optional<Batch> rebuild(KindSpec spec, Claim claim) {
        List<EncodedRow> rows = new ArrayList<>();
        for (OutboxRow row : context.store().rows(claim)) {
            if (context.encoder().encode(spec, row) instanceof Encoded encoded) {
                rows.add(encoded.row());
            }
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Batch(spec, claim.envelope(), rows));
    }
}
