package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.BatchClaimed;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.export.FanOut;
import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.Bound;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.claim.Lane;
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

/**
 * What is left to send in one flush, handed out as claimed batches: always one of the kind whose oldest row is the oldest of those that may
 * go on. In turn.
 */
final class LaneScheduler {

    private final FlushContext context;
    private final Halts halts;
    private final Bound bound;
    /** The oldest row of each lane that has any, in the order of the backlog. */
    private final Map<Lane, RowId> heads = new LinkedHashMap<>();

    private final Map<Lane, LaneQueue> lanes = new LinkedHashMap<>();
    private final List<LaneQueue> opened = new ArrayList<>();
    /** Lanes that have nothing to send before one of their batches is settled. */
    private final Set<Lane> waiting = new HashSet<>();

    private Optional<Stop> knownBefore = Optional.empty();
    private int underWay;

    /** What is enqueued from now on waits for the next flush. */
    LaneScheduler(FlushContext context, Halts halts) {
        this.context = context;
        this.halts = halts;
        this.bound = context.store().bound();
    }

    /** Finds out which lanes have something to send. Claims that were left come first: the server may forget their keys. */
    Backlog takeStock() {
        Backlog backlog = context.store().backlog(bound);
        backlog.lanes().forEach(head -> heads.put(head.lane(), head.oldest()));
        Instant now = context.clock().instant();
        if (context.pause().isOn(now)) {
            Stop paused = Stop.of(
                    StopReason.RATE_LIMITED,
                    "rate limited until " + seconds(context.pause().until()));
            halts.stopDestination(paused);
            knownBefore = Optional.of(paused);
        }
        return backlog;
    }

    /** What the flush means to send. */
    Bound bound() {
        return bound;
    }

    /** A stop that an earlier flush has met, and counted, already. */
    Optional<Stop> knownBefore() {
        return knownBefore;
    }

    /** Claims the next batch; empty if none may go now. May wait for exporters, out of turn. */
    Optional<BatchDelivery> claimNext() {
        context.commits().collect();
        Optional<Lane> lane = nextLane();
        while (lane.isPresent()) {
            Optional<FanOut.Running> exporters = unfinishedExporters();
            if (exporters.isPresent()) {
                await(exporters.get());
            } else {
                Optional<BatchDelivery> claimed = claim(lane.get());
                if (claimed.isPresent()) {
                    underWay++;
                    return claimed;
                }
            }
            lane = nextLane();
        }
        return Optional.empty();
    }

    /** Those of a batch that was left behind hold up no other. */
    private Optional<FanOut.Running> unfinishedExporters() {
        return underWay == 0 ? Optional.empty() : context.fanOut().unfinished();
    }

    private void await(FanOut.Running exporters) {
        context.commits().complete();
        context.turn().outside(() -> {
            exporters.join();
            return exporters;
        });
    }

    /** Whether there may be something that could be claimed now. */
    boolean hasMore() {
        return nextLane().isPresent();
    }

    /** Whether anything is left that nothing stops. */
    boolean hasWork() {
        return oldest(Set.of()).isPresent();
    }

    /** The batch is neither at the server nor at the exporters any more. */
    void landed(BatchDelivery batch) {
        underWay--;
        waiting.remove(batch.lane().lane());
        batch.lane().landed(batch.claimed());
        context.rateLimitWaits().ended(batch);
    }

    /** Looks again at what {@code lane} has left. */
    void update(LaneQueue lane) {
        lane.head().ifPresentOrElse(row -> heads.put(lane.lane(), row), () -> heads.remove(lane.lane()));
    }

    /** What goes wrong with one lane must not hold back other kinds. */
    void guarded(Lane lane, Runnable step) {
        try {
            step.run();
        } catch (LaneLostException lost) {
            LaneQueue open = lanes.remove(lane);
            if (open != null) {
                open.lose();
            }
            halts.stopKind(lane.kind(), Stop.of(StopReason.BUSY, String.valueOf(lost.getMessage())));
        } catch (OutboxStoreException broken) {
            halts.stopKindOrThrow(lane.kind(), broken);
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
    private Optional<Lane> nextLane() {
        boolean mayGo = underWay < context.settings().lanes()
                && !context.rateLimitWaits().areOn()
                && !context.sleeper().isStopRequested();
        return mayGo ? oldest(waiting) : Optional.empty();
    }

    private Optional<Lane> oldest(Set<Lane> excepted) {
        return heads.entrySet().stream()
                .filter(head -> halts.allows(head.getKey().kind()) && !excepted.contains(head.getKey()))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private Optional<BatchDelivery> claim(Lane lane) {
        List<BatchDelivery> claimed = new ArrayList<>();
        guarded(
                lane,
                () -> openLane(lane).ifPresent(open -> {
                    claimNextOf(open).ifPresent(claimed::add);
                    update(open);
                }));
        return claimed.stream().findFirst();
    }

    private Optional<LaneQueue> openLane(Lane lane) {
        LaneQueue open = lanes.get(lane);
        if (open != null) {
            return Optional.of(open);
        }
        LaneGrant grant = context.store().openLane(lane, context.leaseFor());
        if (grant instanceof LaneGrant.Busy busy) {
            halts.stopKind(
                    lane.kind(),
                    Stop.of(
                            StopReason.BUSY,
                            "another flusher holds the queue of " + lane.kind() + ", until "
                                    + seconds(busy.leaseUntil()) + " at the latest"));
            return Optional.empty();
        }
        LaneGrant.Granted granted = (LaneGrant.Granted) grant;
        if (granted.othersSent()) {
            context.tally().othersSend();
        }
        LaneQueue queue = new LaneQueue(context, granted, bound);
        lanes.put(lane, queue);
        opened.add(queue);
        return Optional.of(queue);
    }

    private Optional<BatchDelivery> claimNextOf(LaneQueue lane) {
        LaneQueue.Next next = lane.next();
        if (next instanceof LaneQueue.Blocked blocked) {
            halts.stopKind(lane.kind(), blocked.stop());
        } else if (next instanceof LaneQueue.Later) {
            waiting.add(lane.lane());
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
