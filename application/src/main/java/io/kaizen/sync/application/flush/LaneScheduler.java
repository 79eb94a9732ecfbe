package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.BatchClaimed;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.export.FanOut;
import io.kaizen.sync.application.port.out.store.KindHead;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.PendingRows;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is left to send in one flush, handed out as claimed batches: always one of the kind whose oldest row is the oldest of those that may
 * go on. In turn.
 */
final class LaneScheduler {

    private final FlushContext context;
    private final PendingRows rows;
    private final Halts halts;
    /** The oldest row of each kind that has any. */
    private final Map<BatchKind, RowId> heads = new TreeMap<>();

    private final Map<BatchKind, LaneQueue> lanes = new LinkedHashMap<>();
    private final List<LaneQueue> opened = new ArrayList<>();
    /** Kinds that have nothing to send before one of their batches is settled. */
    private final Set<BatchKind> waiting = new HashSet<>();

    private RowId upTo = RowId.BEFORE_ALL;
    private Optional<Stop> knownBefore = Optional.empty();
    private int underWay;

    /** @param rows to be read while the flush does something else */
    LaneScheduler(FlushContext context, PendingRows rows, Halts halts) {
        this.context = context;
        this.rows = rows;
        this.halts = halts;
    }

    /** Finds out which kinds have something to send; what comes in from now on waits for the next flush. */
    void takeStock() {
        upTo = context.store().youngestPending().orElse(RowId.BEFORE_ALL);
        for (KindHead head : context.store().heads(upTo)) {
            heads.put(head.kind(), head.oldest());
        }
        for (Lane lane : context.store().lanesWithClaims()) {
            // Before all others: it may be at the server already, and the server may forget its key.
            heads.put(lane.kind(), RowId.BEFORE_ALL);
        }
        Instant now = context.clock().instant();
        if (context.pause().isOn(now)) {
            Stop paused = Stop.of(
                    StopReason.RATE_LIMITED,
                    "rate limited until " + seconds(context.pause().until()));
            halts.stopDestination(paused);
            knownBefore = Optional.of(paused);
        }
    }

    /** The youngest row that the flush means to send. */
    RowId upTo() {
        return upTo;
    }

    /** A stop that an earlier flush has met, and counted, already. */
    Optional<Stop> knownBefore() {
        return knownBefore;
    }

    /** Claims the next batch; empty if none may go now. May wait for exporters, out of turn. */
    Optional<BatchDelivery> claimNext() {
        Optional<BatchKind> kind = nextKind();
        while (kind.isPresent()) {
            Optional<FanOut.Running> exporters = unfinishedExporters();
            if (exporters.isPresent()) {
                await(exporters.get());
            } else {
                Optional<BatchDelivery> claimed = claim(kind.get());
                if (claimed.isPresent()) {
                    underWay++;
                    return claimed;
                }
            }
            kind = nextKind();
        }
        return Optional.empty();
    }

    /** Those of a batch that was left behind hold up no other. */
    private Optional<FanOut.Running> unfinishedExporters() {
        return underWay == 0 ? Optional.empty() : context.fanOut().unfinished();
    }

    private void await(FanOut.Running exporters) {
        context.commits().settle();
        context.turn().outside(() -> {
            exporters.join();
            return exporters;
        });
    }

    /** Whether there may be something that could be claimed now. */
    boolean hasMore() {
        return nextKind().isPresent();
    }

    /** Whether anything is left that nothing stops. */
    boolean hasWork() {
        return oldest(Set.of()).isPresent();
    }

    /** The batch is neither at the server nor at the exporters any more. */
    void landed(BatchDelivery batch) {
        underWay--;
        waiting.remove(batch.kind());
        batch.lane().landed(batch.claimed());
        context.rateLimitWaits().ended(batch);
    }

    /** Looks again at what {@code lane} has left. */
    void update(LaneQueue lane) {
        lane.head().ifPresentOrElse(row -> heads.put(lane.kind(), row), () -> heads.remove(lane.kind()));
    }

    /** What goes wrong with one kind must not hold back the others. */
    void guarded(BatchKind kind, Runnable step) {
        try {
            step.run();
        } catch (LaneLostException lost) {
            LaneQueue lane = lanes.remove(kind);
            if (lane != null) {
                lane.lose();
            }
            halts.stopKind(kind, Stop.of(StopReason.BUSY, String.valueOf(lost.getMessage())));
        } catch (OutboxStoreException broken) {
            if (!broken.isOfOneKind()) {
                throw broken;
            }
            halts.stopKind(kind, Stop.of(StopReason.STORE, String.valueOf(broken.getMessage())));
        }
    }

    /** Gives back all lanes, once their suspects are settled. */
    void closeLanes() {
        List<LaneQueue> open = new ArrayList<>(lanes.values());
        lanes.clear();
        for (LaneQueue lane : open) {
            try {
                settleSuspects(lane);
                lane.close();
            } catch (LaneLostException lost) {
                context.listener().onEvent(new WarnedOfKind(lane.kind(), String.valueOf(lost.getMessage())));
            }
        }
    }

    /** Waits until no rows are read any more. */
    void endReading() {
        opened.forEach(LaneQueue::endReading);
    }

    /** While the server wants a batch to wait, no other goes out. */
    private Optional<BatchKind> nextKind() {
        boolean mayGo = underWay < context.settings().lanes()
                && !context.rateLimitWaits().areOn()
                && !context.sleeper().isStopRequested();
        return mayGo ? oldest(waiting) : Optional.empty();
    }

    private Optional<BatchKind> oldest(Set<BatchKind> excepted) {
        return heads.entrySet().stream()
                .filter(head -> halts.allows(head.getKey()) && !excepted.contains(head.getKey()))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private Optional<BatchDelivery> claim(BatchKind kind) {
        List<BatchDelivery> claimed = new ArrayList<>();
        guarded(
                kind,
                () -> openLane(kind).ifPresent(lane -> {
                    claimNextOf(lane).ifPresent(claimed::add);
                    update(lane);
                }));
        return claimed.stream().findFirst();
    }

    private Optional<LaneQueue> openLane(BatchKind kind) {
        LaneQueue open = lanes.get(kind);
        if (open != null) {
            return Optional.of(open);
        }
        LaneGrant grant =
                context.store().openLane(Lane.of(kind), context.clock().instant(), context.leaseUntil());
        if (grant instanceof LaneGrant.Busy busy) {
            halts.stopKind(
                    kind,
                    Stop.of(
                            StopReason.BUSY,
                            "another flusher holds the queue of " + kind + ", until " + seconds(busy.leaseUntil())
                                    + " at the latest"));
            return Optional.empty();
        }
        LaneGrant.Granted granted = (LaneGrant.Granted) grant;
        if (granted.othersSent()) {
            context.tally().othersSend();
        }
        LaneQueue lane = new LaneQueue(context, rows, granted, upTo);
        lanes.put(kind, lane);
        opened.add(lane);
        return Optional.of(lane);
    }

    private Optional<BatchDelivery> claimNextOf(LaneQueue lane) {
        LaneQueue.Next next = lane.next();
        if (next instanceof LaneQueue.Blocked blocked) {
            halts.stopKind(lane.kind(), blocked.stop());
        } else if (next instanceof LaneQueue.Later) {
            waiting.add(lane.kind());
        } else if (next instanceof LaneQueue.Ready ready && context.sleeper().isStopRequested()) {
            // Claiming reported a commit, and the listener requested a stop.
            lane.putBack(ready.delivery());
        } else if (next instanceof LaneQueue.Ready ready) {
            ClaimedBatch batch = ready.delivery();
            context.listener().onEvent(new BatchClaimed(batch.batch(), batch.resumed()));
            return Optional.of(new BatchDelivery(context, lane, batch));
        }
        return Optional.empty();
    }

    /** Rules on rows that were refused alone, now that nothing comes after them. */
    private void settleSuspects(LaneQueue lane) {
        switch (lane.poison().atTheEnd()) {
            case GO_ON, TRY_THE_YOUNGEST -> {}
            case DEAD_LETTER -> lane.deadLetter(lane.poison().takeWaiting());
            case STOP ->
                halts.stopKind(lane.kind(), lane.poison().stopFor(lane.poison().takeWaiting()));
        }
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
