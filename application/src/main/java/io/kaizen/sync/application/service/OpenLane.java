package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.ClaimResult;
import io.kaizen.sync.application.port.out.LaneGrant;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.RowEncoder.Encoded;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A lane that we hold, and what is to be sent from it, in order: what earlier flushes left behind, the parts of what was divided, new
 * batches, and last what earlier flushes hold suspect. Hands out claimed batches only. For one thread.
 */
final class OpenLane {

    private final FlushContext context;
    private final LaneLease lease;
    private final Deque<Claim> leftBehind;
    private final Deque<Part> parts = new ArrayDeque<>();
    /** Suspects of earlier flushes, and the POSTs that they have behind them. */
    private final Map<RowId, Integer> suspects;

    /** Rows that this flush has tried alone, and tries no more. */
    private final Set<RowId> setAside = new HashSet<>();

    /** Those that have rows left, in order. */
    private final Deque<RowReader> readers = new ArrayDeque<>();

    private final ExporterLedger ledger;
    private final Evidence evidence = new Evidence();
    private boolean trustsHints = true;

    OpenLane(FlushContext context, LaneGrant.Granted granted, RowId upTo) {
        this.context = context;
        this.lease = granted.lease();
        this.leftBehind = new ArrayDeque<>(granted.claims());
        this.suspects = granted.suspects().stream().collect(Collectors.toMap(Refusal::row, Refusal::attempts));
        this.ledger = context.fanOut().ledger(lease.lane());
        ledger.load(granted.acknowledged());
        readers.add(reader(upTo, row -> !suspects.containsKey(row)));
        if (!suspects.isEmpty()) {
            readers.add(reader(upTo, suspects::containsKey));
        }
    }

    private RowReader reader(RowId upTo, Predicate<RowId> wanted) {
        return new RowReader(
                context.store(),
                context.encoder(),
                context.settings(),
                kind(),
                upTo,
                wanted.and(row -> !setAside.contains(row)));
    }

    /** What comes next. */
    sealed interface Next {}

    /** A claimed batch to be sent. */
    record Ready(Delivery delivery) implements Next {}

    /** Something that stops the kind. */
    record Blocked(Stop stop) implements Next {}

    /** Nothing to send yet; {@link #head} tells whether there will be. */
    record Nothing() implements Next {}

    LaneLease lease() {
        return lease;
    }

    BatchKind kind() {
        return lease.lane().kind();
    }

    ExporterLedger ledger() {
        return ledger;
    }

    Evidence evidence() {
        return evidence;
    }

    /** Whether the server has named no row yet that it then took. */
    boolean trustsHints() {
        return trustsHints;
    }

    /** How many POSTs have carried a row alone, or with others, in earlier flushes that held it suspect. */
    int postsBefore(RowId row) {
        return suspects.getOrDefault(row, 0);
    }

    /** The first row of what comes next; empty if nothing does. */
    Optional<RowId> head() {
        if (!leftBehind.isEmpty()) {
            return Optional.of(leftBehind.getFirst().firstRow());
        }
        if (!parts.isEmpty()) {
            return Optional.of(parts.getFirst().batch().rows().get(0).id());
        }
        return readers.stream().map(RowReader::head).flatMap(Optional::stream).findFirst();
    }

    /** Takes the next batch and claims it, unless it is claimed already. */
    Next next() {
        while (!leftBehind.isEmpty()) {
            Optional<Next> resumed = resume(leftBehind.removeFirst());
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        while (!parts.isEmpty()) {
            Optional<Delivery> claimed = claim(parts.removeFirst());
            if (claimed.isPresent()) {
                return new Ready(claimed.get());
            }
        }
        return claimNew();
    }

    /**
     * Puts the parts of a batch in front of everything else, and frees its rows: a part is claimed when its turn comes. Were all
     * claimed here, a crash could leave a later one behind alone, and it would overtake the earlier ones.
     *
     * @param posts POSTs that have carried {@code whole} as it is
     * @param firstIsBlamed whether the server has named the row that the first part holds
     */
    void divide(Claim claim, Part whole, List<Batch> batches, int posts, boolean firstIsBlamed) {
        context.store().release(lease, claim);
        for (int i = batches.size() - 1; i >= 0; i--) {
            parts.addFirst(new Part(batches.get(i), whole.posts() + posts, firstIsBlamed && i == 0));
        }
        context.listener().batchSplit(whole.batch(), batches);
    }

    /** Learns from a batch that the server has taken. */
    void accepted(Part part) {
        if (part.blamed()) {
            trustsHints = false;
        }
        deadLetter(evidence.accepted());
    }

    /** Leaves a row that was refused alone; the flush goes on behind it. */
    void setAside(Claim claim, Refusal refusal) {
        context.store().setAside(lease, claim, refusal);
        setAside.add(refusal.row());
        context.listener().rowSetAside(kind(), refusal);
    }

    /** Takes rows out of the queue that can never be sent. */
    void deadLetter(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        Set<RowId> dead = new HashSet<>(
                context.store().deadLetter(lease, refusals, context.clock().instant()));
        List<Refusal> moved = refusals.stream()
                .filter(refusal -> dead.contains(refusal.row()))
                .toList();
        if (!moved.isEmpty()) {
            context.tally().deadLettered(moved.size());
            context.listener().rowsDeadLettered(kind(), moved);
        }
    }

    /** Gives the lane back. */
    void close() {
        context.store().closeLane(lease);
    }

    private Next claimNew() {
        while (!readers.isEmpty()) {
            RowReader.Next next = readers.getFirst().next();
            deadLetter(readers.getFirst().takePoison());
            if (next instanceof RowReader.Packed packed) {
                Optional<Delivery> claimed = claim(Part.fresh(packed.batch()));
                if (claimed.isPresent()) {
                    return new Ready(claimed.get());
                }
            } else if (next instanceof RowReader.Blocked blocked) {
                return new Blocked(blocked.stop());
            } else if (next instanceof RowReader.FullOfPoison) {
                return new Nothing();
            } else {
                readers.removeFirst();
            }
        }
        return new Nothing();
    }

    /** Claims what is still pending of {@code part}; empty if nothing is. */
    private Optional<Delivery> claim(Part part) {
        Batch batch = part.batch();
        Claim claim = Claim.sending(
                lease.lane(), context.keys().next(), batch, context.settings().destination());
        ClaimResult result = context.store().claim(lease, claim, context.leaseUntil());
        if (result.isClaimed()) {
            return Optional.of(Delivery.fresh(claim, part));
        }
        List<EncodedRow> rest = without(batch.rows(), result.gone());
        return rest.isEmpty() ? Optional.empty() : claim(new Part(batch.withRows(rest), part.posts(), part.blamed()));
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
