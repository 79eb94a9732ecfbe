package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.BatchSplit;
import io.kaizen.sync.application.event.FlushEvent.RowQuarantined;
import io.kaizen.sync.application.event.FlushEvent.RowsDeadLettered;
import io.kaizen.sync.application.export.ExporterLedger;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.Settlement.Dead;
import io.kaizen.sync.application.port.out.store.Settlement.Quarantined;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A kind that we hold by the lease of its first lane, and what is to be sent of it, in order: what earlier flushes left behind, the parts
 * of what was divided, new batches, and last what earlier flushes hold suspect. Hands out claimed batches only, and of each lane one at a
 * time. For one thread at a time.
 */
final class LaneQueue {

    private final FlushContext context;
    private final LaneRows rows;
    private final LaneLease lease;
    private final Deque<Claim> leftBehind;
    private final WaitingBatches queues = new WaitingBatches();
    /** Suspects of earlier flushes, and the POSTs that they have behind them. */
    private final Map<RowId, Integer> suspects;

    /** Rows that this flush has sent alone, out of their turn or with a refusal, and sends no more. */
    private final Set<RowId> triedAlone = new HashSet<>();

    /** Those that have rows left, in order. */
    private final Deque<BatchPrefetcher> readers = new ArrayDeque<>();

    private final YoungestRows youngest;
    private Optional<Claim> youngestOnTheWire = Optional.empty();
    private final ExporterLedger ledger;
    private final PoisonTracker poison = new PoisonTracker();
    private final Resumption resumption;
    private boolean resuming;
    private boolean trustsHints = true;
    private boolean lost;

    /** @param bound rows beyond it wait for the next flush */
    LaneQueue(FlushContext context, LaneGrant.Granted granted, Bound bound) {
        this.context = context;
        this.lease = granted.lease();
        this.rows = new LaneRows(context.store()::page, context.encoder(), context.settings(), lease, bound);
        this.leftBehind = new ArrayDeque<>(granted.claims());
        this.resuming = !leftBehind.isEmpty();
        this.resumption = new Resumption(context, lease);
        this.suspects = granted.suspects().stream().collect(Collectors.toMap(Refusal::row, Refusal::attempts));
        this.ledger = context.fanOut().ledger(lease.lane());
        ledger.load(granted.acknowledged());
        readers.add(reader(row -> !suspects.containsKey(row)));
        if (!suspects.isEmpty()) {
            readers.add(reader(suspects::containsKey));
        }
        this.youngest = new YoungestRows(rows, row -> !triedAlone.contains(row) && !suspects.containsKey(row));
    }

    private BatchPrefetcher reader(Predicate<RowId> wanted) {
        RowReader reader = new RowReader(rows, wanted);
        // A page from the beginning may have rows that have arrived and are not marked yet.
        Runnable beforehand = context.commits()::complete;
        return new BatchPrefetcher(beforehand, reader, context.gateway(), context.threads());
    }

    /** What comes next. */
    sealed interface Next {}

    /** A claimed batch to be sent. */
    record Ready(ClaimedBatch delivery) implements Next {}

    /** Something that stops the kind. */
    record Blocked(Stop stop) implements Next {}

    /** Nothing to send yet; {@link #head} tells whether there will be. */
    record Nothing() implements Next {}

    /** Nothing to send before a batch that is on the wire has landed. */
    record Later() implements Next {}

    LaneLease lease() {
        return lease;
    }

    Lane lane() {
        return lease.lane();
    }

    BatchKind kind() {
        return lease.lane().kind();
    }

    ExporterLedger ledger() {
        return ledger;
    }

    PoisonTracker poison() {
        return poison;
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
        Optional<RowId> part = queues.oldest().map(PackedBatch::firstRow);
        return part.isPresent()
                ? part
                : readers.stream()
                        .map(BatchPrefetcher::head)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /** Takes the next batch and claims it, unless it is claimed already. It flies until it has {@linkplain #landed landed}. */
    Next next() {
        Next next =
                switch (poison.ruling()) {
                    case STOP -> stopForRefusals();
                    case TRY_THE_YOUNGEST -> tryTheYoungest().orElseGet(this::nextOfFree);
                    case GO_ON, DEAD_LETTER -> nextOfFree();
                };
        if (next instanceof Ready ready) {
            queues.launched(ready.delivery().part().lane());
            poison.sent();
        }
        return next;
    }

    void landed(ClaimedBatch delivery) {
        youngestOnTheWire = youngestOnTheWire.filter(youngest -> !youngest.equals(delivery.claim()));
        queues.landed(delivery.part().lane());
    }

    /** Takes back what {@link #next} has handed out and nobody has sent. */
    void putBack(ClaimedBatch delivery) {
        if (delivery.resumed()) {
            leftBehind.addFirst(delivery.claim());
        } else {
            context.settle(lease, new Released(delivery.claim()));
            queues.addFirst(delivery.part());
        }
        landed(delivery);
    }

    /** What is still on the wire may bring the acceptance that clears the kind. */
    private Next stopForRefusals() {
        return queues.areAnyOnTheWire() ? new Later() : new Blocked(poison.stopFor(poison.takeWaiting()));
    }

    /**
     * One at a time, since its acceptance makes a second row out of turn needless. What earlier flushes have left may hold the youngest row,
     * under a key of its own: it is settled first.
     */
    private Optional<Next> tryTheYoungest() {
        if (isResuming()) {
            return Optional.empty();
        }
        if (youngestOnTheWire.isPresent()) {
            return Optional.of(new Later());
        }
        Optional<ClaimedBatch> claimed = youngest.next(queues::isFree).flatMap(this::claimAlone);
        youngestOnTheWire = claimed.map(ClaimedBatch::claim);
        return claimed.map(Ready::new);
    }

    private Optional<ClaimedBatch> claimAlone(PackedBatch part) {
        triedAlone.add(part.firstRow());
        return claimPending(part);
    }

    private Next nextOfFree() {
        while (!leftBehind.isEmpty() && queues.isFree(leftBehind.getFirst().lane())) {
            Optional<Next> resumed = resumption.resume(leftBehind.removeFirst());
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        Optional<PackedBatch> part = queues.oldestToLaunch();
        while (part.isPresent()) {
            PackedBatch first = part.get();
            queues.remove(first);
            Optional<ClaimedBatch> claimed = claim(first);
            if (claimed.isPresent()) {
                return new Ready(claimed.get());
            }
            part = queues.oldestToLaunch();
        }
        // What earlier flushes have left may have been divided among other lanes than ours: it goes before all else.
        return isResuming() ? later() : claimNew();
    }

    /** Until all that earlier flushes have left is settled. */
    private boolean isResuming() {
        resuming &= !leftBehind.isEmpty() || queues.areAnyOnTheWire() || !queues.isEmpty();
        return resuming;
    }

    private Next later() {
        return !queues.areAnyOnTheWire() ? new Nothing() : new Later();
    }

    /**
     * Puts the parts of a batch in front of everything else, and frees its rows: a part is claimed when its turn comes. Were all
     * claimed here, a crash could leave a later one behind alone, and it would overtake the earlier ones.
     *
     * @param parts of {@code whole}, in the order in which they are to go
     */
    void divide(Claim claim, PackedBatch whole, List<PackedBatch> parts) {
        context.settle(lease, new Released(claim));
        for (int i = parts.size() - 1; i >= 0; i--) {
            queues.addFirst(parts.get(i));
        }
        context.listener()
                .onEvent(new BatchSplit(
                        whole.batch(), parts.stream().map(PackedBatch::batch).toList()));
    }

    /** Learns from a batch that the server has taken. */
    void accepted(PackedBatch part) {
        if (part.origin() == PackedBatch.Origin.NAMED) {
            trustsHints = false;
        }
        deadLetter(poison.accepted());
    }

    /** Leaves a row that was refused alone; the flush goes on behind it. */
    void setAside(Claim claim, Refusal refusal) {
        context.settle(lease, new Quarantined(claim, refusal));
        triedAlone.add(refusal.row());
        context.listener().onEvent(new RowQuarantined(kind(), refusal));
    }

    /** Takes rows out of the queue that can never be sent. */
    void deadLetter(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return;
        }
        int dead = context.settle(lease, new Dead(refusals, context.clock().instant()));
        if (dead > 0) {
            context.tally().deadLettered(dead);
            context.listener().onEvent(new RowsDeadLettered(kind(), refusals, refusals.size() - dead));
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
        readers.forEach(BatchPrefetcher::end);
    }

    /** Gives the lane back. */
    void close() {
        context.store().closeLane(lease);
    }

    private Next claimNew() {
        while (!readers.isEmpty()) {
            if (queues.size() >= context.settings().lanes()) {
                return new Later();
            }
            BatchPrefetcher.Read read = readers.getFirst().take();
            deadLetter(read.poison());
            if (read.next() instanceof RowReader.Packed packed) {
                Optional<ClaimedBatch> claimed =
                        claimOrPutBack(PackedBatch.fresh(packed.lane(), packed.batch(), read.request()));
                if (claimed.isPresent()) {
                    return new Ready(claimed.get());
                }
            } else if (read.next() instanceof RowReader.FullOfPoison) {
                return new Nothing();
            } else if (queues.areAnyOnTheWire()) {
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

    private Optional<ClaimedBatch> claimOrPutBack(PackedBatch part) {
        if (queues.isFree(part.lane())) {
            return claim(part);
        }
        queues.addLast(part);
        return Optional.empty();
    }

    /** Claims what is still to be sent of {@code part}; empty if nothing is. */
    private Optional<ClaimedBatch> claim(PackedBatch part) {
        Optional<PackedBatch> rest = triedAlone.isEmpty() ? Optional.of(part) : part.without(triedAlone);
        return rest.flatMap(this::claimPending);
    }

    private Optional<ClaimedBatch> claimPending(PackedBatch part) {
        Batch batch = part.batch();
        Claim claim = Claim.sending(
                part.lane(), context.keys().next(), batch, context.settings().destination());
        ClaimResult result = context.store().claim(lease, claim, context.leaseFor());
        context.commits().collect();
        if (result.isClaimed()) {
            return Optional.of(ClaimedBatch.fresh(claim, part));
        }
        return part.without(result.gone()).flatMap(this::claimPending);
    }
}
