package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.ClaimResult;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.RowEncoder.Encoded;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.policy.SplitPolicy;
import io.kaizen.sync.domain.policy.SplitPolicy.Halves;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A lane that we hold, and what is to be sent from it, in order: what earlier flushes left behind, the halves of what was split, then
 * new batches. Hands out claimed batches only. For one thread.
 */
final class OpenLane {

    private final FlushContext context;
    private final LaneLease lease;
    private final Deque<Claim> leftBehind;
    private final Deque<Batch> halves = new ArrayDeque<>();
    private final RowReader reader;

    OpenLane(FlushContext context, LaneLease lease, List<Claim> leftBehind, RowId upTo) {
        this.context = context;
        this.lease = lease;
        this.leftBehind = new ArrayDeque<>(leftBehind);
        this.reader = new RowReader(context.store(), context.encoder(), context.settings(), kind(), upTo);
    }

    /** What comes next. */
    sealed interface Next {}

    /** A claimed batch to be sent. */
    record Ready(Delivery delivery) implements Next {}

    /** Something that stops the kind. */
    record Blocked(Stop stop) implements Next {}

    /** Nothing is left. */
    record Exhausted() implements Next {}

    LaneLease lease() {
        return lease;
    }

    BatchKind kind() {
        return lease.lane().kind();
    }

    /** The first row of what comes next; empty if nothing does. */
    Optional<RowId> head() {
        if (!leftBehind.isEmpty()) {
            return Optional.of(leftBehind.getFirst().firstRow());
        }
        if (!halves.isEmpty()) {
            return Optional.of(halves.getFirst().rows().get(0).id());
        }
        return reader.head();
    }

    /** Takes the next batch and claims it, unless it is claimed already. */
    Next next() {
        while (!leftBehind.isEmpty()) {
            Optional<Next> resumed = resume(leftBehind.removeFirst());
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        while (!halves.isEmpty()) {
            Optional<Delivery> claimed = claim(halves.removeFirst());
            if (claimed.isPresent()) {
                return new Ready(claimed.get());
            }
        }
        return claimNew();
    }

    /**
     * Puts the halves of a batch in front of everything else, and frees its rows: a half is claimed when its turn comes. Were both
     * claimed here, a crash could leave the right one behind alone, and it would overtake the left one.
     */
    void split(Claim claim, Batch whole) {
        Halves parts = SplitPolicy.halve(whole);
        context.store().release(lease, claim);
        halves.addFirst(parts.right());
        halves.addFirst(parts.left());
        context.listener().batchSplit(whole, parts.left(), parts.right());
    }

    /** Gives the lane back. */
    void close() {
        context.store().closeLane(lease);
    }

    private Next claimNew() {
        RowReader.Next next = reader.next();
        while (next instanceof RowReader.Packed packed) {
            Optional<Delivery> claimed = claim(packed.batch());
            if (claimed.isPresent()) {
                return new Ready(claimed.get());
            }
            next = reader.next();
        }
        return next instanceof RowReader.Blocked blocked ? new Blocked(blocked.stop()) : new Exhausted();
    }

    /** Claims what is still pending of {@code batch}; empty if nothing is. */
    private Optional<Delivery> claim(Batch batch) {
        Claim claim = Claim.sending(
                lease.lane(), context.keys().next(), batch, context.settings().destination());
        ClaimResult result = context.store().claim(lease, claim, context.leaseUntil());
        if (result.isClaimed()) {
            return Optional.of(Delivery.fresh(claim, batch));
        }
        List<EncodedRow> rest = without(batch.rows(), result.gone());
        return rest.isEmpty() ? Optional.empty() : claim(batch.withRows(rest));
    }

    private static List<EncodedRow> without(List<EncodedRow> rows, Set<RowId> gone) {
        return rows.stream().filter(row -> !gone.contains(row.id())).toList();
    }

    /** Takes up a claim that was left behind; empty if it is void and its rows are free again. */
    private Optional<Next> resume(Claim claim) {
        Optional<KindSpec> spec = Kinds.find(kind());
        if (spec.isEmpty()) {
            return Optional.of(new Blocked(Stop.of(
                    StopReason.MALFORMED,
                    "a newer version has left a batch of kind " + kind() + ", which this version does not know")));
        }
        Optional<Batch> batch = rebuild(spec.get(), claim);
        if (claim.state() == Claim.State.ACCEPTED && batch.isPresent()) {
            return Optional.of(new Ready(Delivery.resumed(claim, batch.get())));
        }
        if (batch.isEmpty() || !batch.get().digest().equals(claim.digest())) {
            context.store().release(lease, claim);
            context.listener()
                    .warning(
                            kind(),
                            "rows of a batch that was on its way have changed or are gone; the rest goes out under a new"
                                    + " key");
            return Optional.empty();
        }
        boolean isElsewhere = !claim.destination().equals(context.settings().destination());
        return isElsewhere && spec.get().isPosted()
                ? resumeElsewhere(claim)
                : Optional.of(new Ready(Delivery.resumed(claim, batch.get())));
    }

    private Optional<Next> resumeElsewhere(Claim claim) {
        String where =
                claim.destination().endpoint() + " (team " + claim.destination().teamId() + ")";
        if (!context.settings().redirectParked()) {
            return Optional.of(new Blocked(Stop.of(
                    StopReason.DESTINATION_CHANGED,
                    claim.rows().size() + " rows may already be stored at " + where
                            + ", which is no longer the configured destination; flush once with the old configuration, or"
                            + " send them to the new one too with --redirect-parked")));
        }
        context.store().release(lease, claim);
        context.listener()
                .warning(
                        kind(),
                        claim.rows().size() + " rows go to the new destination and may also be stored at " + where);
        return Optional.empty();
    }

    /** The batch as far as its rows are still there. */
    private Optional<Batch> rebuild(KindSpec spec, Claim claim) {
        List<EncodedRow> rows = new ArrayList<>();
        for (OutboxRow row : context.store().pendingRows(kind(), claim.rows())) {
            if (context.encoder().encode(spec, row) instanceof Encoded encoded) {
                rows.add(encoded.row());
            }
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Batch(spec, claim.envelope(), rows));
    }
}
