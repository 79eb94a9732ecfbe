package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.ClaimResult;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.application.port.out.LaneGrant;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.PendingRows;
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
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A kind that we hold by the lease of its first lane, and what is to be sent of it, in order: what earlier flushes left behind, the parts
 * of what was divided, new batches, and last what earlier flushes hold suspect. Hands out claimed batches only, and of each lane one at a
 * time. For one thread at a time.
 */
final class OpenLane {

    private final FlushContext context;
    private final PendingRows rows;
    private final LaneLease lease;
    private final Deque<Claim> leftBehind;
    /** What is to go before anything new, by the lane it belongs to; and which lanes have a batch on the wire. */
    private final Map<Lane, Deque<Part>> parts = new LinkedHashMap<>();

    private final Set<Lane> flying = new HashSet<>();
    /** Suspects of earlier flushes, and the POSTs that they have behind them. */
    private final Map<RowId, Integer> suspects;

    /** Rows that this flush has tried alone, and tries no more. */
    private final Set<RowId> setAside = ConcurrentHashMap.newKeySet();

    /** Those that have rows left, in order. */
    private final Deque<ReadAhead> readers = new ArrayDeque<>();

    private final ExporterLedger ledger;
    private final Evidence evidence = new Evidence();
    private boolean resuming;
    private boolean trustsHints = true;
    private boolean lost;

    /** @param rows to be read, from whatever thread */
    OpenLane(FlushContext context, PendingRows rows, LaneGrant.Granted granted, RowId upTo) {
        this.context = context;
        this.rows = rows;
        this.lease = granted.lease();
        this.leftBehind = new ArrayDeque<>(granted.claims());
        this.resuming = !leftBehind.isEmpty();
        this.suspects = granted.suspects().stream().collect(Collectors.toMap(Refusal::row, Refusal::attempts));
        this.ledger = context.fanOut().ledger(lease.lane());
        ledger.load(granted.acknowledged());
        readers.add(reader(upTo, row -> !suspects.containsKey(row)));
        if (!suspects.isEmpty()) {
            readers.add(reader(upTo, suspects::containsKey));
        }
    }

    private ReadAhead reader(RowId upTo, Predicate<RowId> wanted) {
        RowReader reader = new RowReader(
                rows, context.encoder(), context.settings(), kind(), upTo, wanted.and(row -> !setAside.contains(row)));
        return new ReadAhead(reader, context.gateway(), context.threads());
    }

    /** What comes next. */
    sealed interface Next {}

    /** A claimed batch to be sent. */
    record Ready(Delivery delivery) implements Next {}

    /** Something that stops the kind. */
    record Blocked(Stop stop) implements Next {}

    /** Nothing to send yet; {@link #head} tells whether there will be. */
    record Nothing() implements Next {}

    /** Nothing to send before a batch that is on the wire has landed. */
    record Later() implements Next {}

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
        Optional<RowId> part = oldestPart(lane -> true).map(Part::firstRow);
        return part.isPresent()
                ? part
                : readers.stream()
                        .map(ReadAhead::head)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private Optional<Part> oldestPart(Predicate<Lane> inLane) {
        return parts.entrySet().stream()
                .filter(ofLane ->
                        inLane.test(ofLane.getKey()) && !ofLane.getValue().isEmpty())
                .map(ofLane -> ofLane.getValue().getFirst())
                .min(Comparator.comparing(Part::firstRow));
    }

    /** Takes the next batch and claims it, unless it is claimed already. It flies until it has {@linkplain #landed landed}. */
    Next next() {
        Next next = nextOfFree();
        if (next instanceof Ready ready) {
            flying.add(ready.delivery().part().lane());
        }
        return next;
    }

    void landed(Delivery delivery) {
        flying.remove(delivery.part().lane());
    }

    /** Takes back what {@link #next} has handed out and nobody has sent. */
    void putBack(Delivery delivery) {
        if (delivery.resumed()) {
            leftBehind.addFirst(delivery.claim());
        } else {
            context.store().release(lease, delivery.claim());
            partsOf(delivery.part().lane()).addFirst(delivery.part());
        }
        landed(delivery);
    }

    private Next nextOfFree() {
        while (!leftBehind.isEmpty() && isFree(leftBehind.getFirst().lane())) {
            Optional<Next> resumed = resume(leftBehind.removeFirst());
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        Optional<Part> part = oldestPart(this::isFree);
        while (part.isPresent()) {
            Part first = part.get();
            partsOf(first.lane()).removeFirst();
            Optional<Delivery> claimed = claim(first);
            if (claimed.isPresent()) {
                return new Ready(claimed.get());
            }
            part = oldestPart(this::isFree);
        }
        // What earlier flushes have left may have been divided among other lanes than ours: it goes before all else.
        return isResuming() ? later() : claimNew();
    }

    /** Until all that earlier flushes have left is settled. */
    private boolean isResuming() {
        resuming &= !leftBehind.isEmpty()
                || !flying.isEmpty()
                || oldestPart(lane -> true).isPresent();
        return resuming;
    }

    private Next later() {
        return flying.isEmpty() ? new Nothing() : new Later();
    }

    private boolean isFree(Lane lane) {
        return !flying.contains(lane);
    }

    private Deque<Part> partsOf(Lane lane) {
        return parts.computeIfAbsent(lane, unused -> new ArrayDeque<>());
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
            partsOf(whole.lane()).addFirst(whole.of(batches.get(i), posts, firstIsBlamed && i == 0));
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

    /** Another holder has it: nothing of it is ours any more. */
    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    /** Waits until nobody reads rows of it any more. */
    void endReading() {
        readers.forEach(ReadAhead::end);
    }

    /** Gives the lane back. */
    void close() {
        context.store().closeLane(lease);
    }

    private Next claimNew() {
        while (!readers.isEmpty()) {
            if (waitingParts() >= context.settings().lanes()) {
                return new Later();
            }
            ReadAhead.Read read = readers.getFirst().take();
            deadLetter(read.poison());
            if (read.next() instanceof RowReader.Packed packed) {
                Optional<Delivery> claimed =
                        claimOrPutBack(Part.fresh(new Lane(kind(), packed.lane()), packed.batch(), read.parcel()));
                if (claimed.isPresent()) {
                    return new Ready(claimed.get());
                }
            } else if (read.next() instanceof RowReader.FullOfPoison) {
                return new Nothing();
            } else if (!flying.isEmpty()) {
                // Whether the kind stops here, or goes on with suspects, is decided when all that comes before is
                // settled.
                return new Later();
            } else if (read.next() instanceof RowReader.Blocked blocked) {
                return new Blocked(blocked.stop());
            } else {
                readers.removeFirst();
            }
        }
        return later();
    }

    private int waitingParts() {
        return parts.values().stream().mapToInt(Deque::size).sum();
    }

    private Optional<Delivery> claimOrPutBack(Part part) {
        if (isFree(part.lane())) {
            return claim(part);
        }
        partsOf(part.lane()).addLast(part);
        return Optional.empty();
    }

    /** Claims what is still pending of {@code part}; empty if nothing is. */
    private Optional<Delivery> claim(Part part) {
        Batch batch = part.batch();
        Claim claim = Claim.sending(
                part.lane(), context.keys().next(), batch, context.settings().destination());
        ClaimResult result = context.commits().claim(lease, claim, context.leaseUntil());
        if (result.isClaimed()) {
            return Optional.of(Delivery.fresh(claim, part));
        }
        List<EncodedRow> rest = without(batch.rows(), result.gone());
        return rest.isEmpty() ? Optional.empty() : claim(part.of(batch.withRows(rest), 0, part.blamed()));
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
