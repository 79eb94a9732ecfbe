package io.kaizen.sync.application.service;

import io.kaizen.sync.application.event.FlushEvent.BatchClaimed;
import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.port.out.KindHead;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.application.port.out.LaneGrant;
import io.kaizen.sync.application.port.out.LaneLostException;
import io.kaizen.sync.application.port.out.OutboxStoreException;
import io.kaizen.sync.application.port.out.PendingRows;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.Judge;
import io.kaizen.sync.domain.policy.Verdict;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.report.FlushReport;
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
 * One flush: claim → send → judge → commit, until nothing is left that may go on. Batches of other lanes may be on the wire at the same
 * time, each sent by a thread of its own; all else happens in turn. For one thread, once.
 */
final class FlushRun {

    private final FlushContext context;
    private final PendingRows rows;
    private final StopBoard board;
    private final Agenda agenda = new Agenda();
    private final Map<BatchKind, OpenLane> lanes = new LinkedHashMap<>();
    private final List<OpenLane> opened = new ArrayList<>();
    /** Kinds that have nothing to send before one of their batches has landed. */
    private final Set<BatchKind> waiting = new HashSet<>();

    private final Wire wire;
    private RowId upTo = RowId.BEFORE_ALL;
    /** A stop that an earlier flush has met, and counted, already. */
    private Optional<Stop> knownBefore = Optional.empty();

    private long pendingAtStart;

    /** @param rows to be read while the flush does something else */
    FlushRun(FlushContext context, PendingRows rows) {
        this.context = context;
        this.rows = rows;
        this.wire = new Wire(context);
        this.board = new StopBoard(context.listener());
    }

    FlushReport run() {
        context.turn().lock();
        try {
            return runInTurn();
        } finally {
            context.turn().unlock();
        }
    }

    private FlushReport runInTurn() {
        context.fanOut().countAnew();
        pendingAtStart = context.store().countPending();
        context.listener().onEvent(new FlushStarted(pendingAtStart));
        try {
            takeStock();
            sendAll();
            closeLanes();
        } catch (OutboxStoreException broken) {
            board.stopFor(broken);
            letAllLand();
        }
        opened.forEach(OpenLane::endReading);
        FlushReport report = new FlushConclusion(context, board, upTo, knownBefore).report(pendingAtStart);
        context.listener().onEvent(new FlushEnded(report));
        return report;
    }

    /** Finds out which kinds have something to send; what comes in from now on waits for the next flush. */
    private void takeStock() {
        upTo = context.store().youngestPending().orElse(RowId.BEFORE_ALL);
        for (KindHead head : context.store().heads(upTo)) {
            agenda.update(head.kind(), Optional.of(head.oldest()));
        }
        for (Lane lane : context.store().lanesWithClaims()) {
            // Before all others: it may be at the server already, and the server may forget its key.
            agenda.update(lane.kind(), Optional.of(RowId.BEFORE_ALL));
        }
        Instant now = context.clock().instant();
        if (context.pause().isOn(now)) {
            Stop paused = Stop.of(
                    StopReason.RATE_LIMITED,
                    "rate limited until " + seconds(context.pause().until()));
            board.stopDestination(paused);
            knownBefore = Optional.of(paused);
        }
    }

    private void sendAll() {
        launchAll();
        while (!wire.isEmpty()) {
            Flight flight = wire.nextLanded();
            guarded(flight.lane().kind(), () -> land(flight));
            launchAll();
        }
        if (agenda.next(board::allows).isPresent()) {
            board.stopFlush(Judge.interrupted(false).stop());
        }
    }

    /** Puts as much on the wire as may be there. */
    private void launchAll() {
        Optional<BatchKind> kind = nextToLaunch();
        while (kind.isPresent()) {
            BatchKind launched = kind.get();
            guarded(launched, () -> launch(launched));
            kind = nextToLaunch();
        }
        if (!wire.hasLanded()) {
            // From here on it may be long until something is claimed.
            context.commits().settle();
        }
    }

    /** While the server wants somebody to wait, nothing new is sent. */
    private Optional<BatchKind> nextToLaunch() {
        boolean mayLaunch = wire.mayLaunch()
                && !context.rateLimitWaits().areOn()
                && !context.sleeper().isStopRequested();
        return mayLaunch ? agenda.next(kind -> board.allows(kind) && !waiting.contains(kind)) : Optional.empty();
    }

    private void launch(BatchKind kind) {
        Optional<OpenLane> lane = openLane(kind);
        if (lane.isPresent()) {
            launch(lane.get());
            agenda.update(kind, lane.get().head());
        }
    }

    /** What goes wrong with one kind must not hold back the others. */
    private void guarded(BatchKind kind, Runnable step) {
        try {
            step.run();
        } catch (LaneLostException lost) {
            lose(kind);
            board.stopKind(kind, Stop.of(StopReason.BUSY, String.valueOf(lost.getMessage())));
        } catch (OutboxStoreException broken) {
            if (!broken.isOfOneKind()) {
                throw broken;
            }
            board.stopKind(kind, Stop.of(StopReason.STORE, String.valueOf(broken.getMessage())));
        }
    }

    private void lose(BatchKind kind) {
        OpenLane lane = lanes.remove(kind);
        if (lane != null) {
            lane.lose();
        }
    }

    private Optional<OpenLane> openLane(BatchKind kind) {
        OpenLane open = lanes.get(kind);
        if (open != null) {
            return Optional.of(open);
        }
        LaneGrant grant =
                context.store().openLane(Lane.of(kind), context.clock().instant(), context.leaseUntil());
        if (grant instanceof LaneGrant.Busy busy) {
            board.stopKind(
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
        OpenLane lane = new OpenLane(context, rows, granted, upTo);
        lanes.put(kind, lane);
        opened.add(lane);
        return Optional.of(lane);
    }

    /** Claim → send, for one batch. */
    private void launch(OpenLane lane) {
        OpenLane.Next next = lane.next();
        if (next instanceof OpenLane.Blocked blocked) {
            board.stopKind(lane.kind(), blocked.stop());
        } else if (next instanceof OpenLane.Later) {
            waiting.add(lane.kind());
        } else if (next instanceof OpenLane.Ready ready && context.sleeper().isStopRequested()) {
            // With the claim came the news of a commit, and somebody did not want to hear of another.
            lane.putBack(ready.delivery());
        } else if (next instanceof OpenLane.Ready ready) {
            context.listener()
                    .onEvent(new BatchClaimed(
                            ready.delivery().batch(), ready.delivery().resumed()));
            wire.launch(lane, ready.delivery());
        }
    }

    /** Judge → commit, for one batch. */
    private void land(Flight flight) {
        OpenLane lane = flight.lane();
        waiting.remove(lane.kind());
        lane.landed(flight.delivery());
        Verdict verdict = verdict(flight);
        if (!lane.isLost()) {
            verdict.fold(new CarryOut(context, board, lane, flight.delivery().part(), flight.sending()));
            agenda.update(lane.kind(), lane.head());
        }
    }

    /** Says what follows from POST and exporters. */
    private Verdict verdict(Flight flight) {
        OpenLane lane = flight.lane();
        if (flight.failure().isPresent()) {
            throw rethrown(flight, flight.failure().get());
        }
        Verdict conclusion = context.judge().withFanOut(flight.verdict(), wire.exported(flight));
        if (!(conclusion instanceof Commit) && !lane.isLost()) {
            lane.ledger().save(context.store(), lane.lease());
        }
        return conclusion;
    }

    /** What exporters have taken must be known all the same. An Error waits for nobody. */
    private RuntimeException rethrown(Flight flight, Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        wire.exported(flight);
        return (RuntimeException) failure;
    }

    /** The storage has failed: what is on the wire is not judged any more, its claims stay and come first next time. */
    private void letAllLand() {
        while (!wire.isEmpty()) {
            Flight flight = wire.nextLanded();
            if (flight.failure().orElse(null) instanceof Error error) {
                throw error;
            }
            wire.exported(flight);
        }
    }

    private void closeLanes() {
        List<OpenLane> open = new ArrayList<>(lanes.values());
        lanes.clear();
        for (OpenLane lane : open) {
            try {
                settleSuspects(lane);
                lane.close();
            } catch (LaneLostException lost) {
                context.listener().onEvent(new WarnedOfKind(lane.kind(), String.valueOf(lost.getMessage())));
            }
        }
    }

    /** Rules on rows that were refused alone, now that nothing comes after them. */
    private void settleSuspects(OpenLane lane) {
        switch (lane.evidence().atTheEnd()) {
            case GO_ON, TRY_THE_YOUNGEST -> {}
            case DEAD_LETTER -> lane.deadLetter(lane.evidence().takeWaiting());
            case STOP ->
                board.stopKind(
                        lane.kind(), lane.evidence().stopFor(lane.evidence().takeWaiting()));
        }
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
