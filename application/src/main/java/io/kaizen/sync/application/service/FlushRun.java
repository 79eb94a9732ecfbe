package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.KindHead;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.application.port.out.LaneGrant;
import io.kaizen.sync.application.port.out.LaneLostException;
import io.kaizen.sync.application.port.out.OutboxStoreException;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.IngestOutcome;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One flush: claim → send → judge → commit, until nothing is left that may go on. For one thread, once. */
final class FlushRun {

    private final FlushContext context;
    private final StopBoard board;
    private final Agenda agenda = new Agenda();
    private final Map<BatchKind, OpenLane> lanes = new LinkedHashMap<>();
    private RowId upTo = RowId.BEFORE_ALL;
    /** A stop that an earlier flush has met, and counted, already. */
    private Optional<Stop> knownBefore = Optional.empty();

    private long pendingAtStart;

    FlushRun(FlushContext context) {
        this.context = context;
        this.board = new StopBoard(context.listener());
    }

    FlushReport run() {
        context.fanOut().countAnew();
        pendingAtStart = context.store().countPending();
        context.listener().flushStarted(pendingAtStart);
        try {
            takeStock();
            sendAll();
            closeLanes();
        } catch (OutboxStoreException broken) {
            stopFor(broken);
        }
        FlushReport report = report();
        context.listener().flushEnded(report);
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
        Optional<BatchKind> kind = agenda.next(board::allows);
        while (kind.isPresent() && !context.sleeper().isStopRequested()) {
            sendOne(kind.get());
            kind = agenda.next(board::allows);
        }
        if (kind.isPresent()) {
            board.stopFlush(Judge.interrupted(false).stop());
        }
    }

    private void sendOne(BatchKind kind) {
        try {
            Optional<OpenLane> lane = openLane(kind);
            if (lane.isPresent()) {
                step(lane.get());
                agenda.update(kind, lane.get().head());
            }
        } catch (LaneLostException lost) {
            lanes.remove(kind);
            board.stopKind(kind, Stop.of(StopReason.BUSY, String.valueOf(lost.getMessage())));
        } catch (OutboxStoreException broken) {
            if (!broken.isOfOneKind()) {
                throw broken;
            }
            board.stopKind(kind, Stop.of(StopReason.STORE, String.valueOf(broken.getMessage())));
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
        OpenLane lane = new OpenLane(context, granted, upTo);
        lanes.put(kind, lane);
        return Optional.of(lane);
    }

    /** Claim → send → judge → commit, for one batch. */
    private void step(OpenLane lane) {
        OpenLane.Next next = lane.next();
        if (next instanceof OpenLane.Blocked blocked) {
            board.stopKind(lane.kind(), blocked.stop());
        } else if (next instanceof OpenLane.Ready ready) {
            Delivery delivery = ready.delivery();
            context.listener().batchClaimed(delivery.batch(), delivery.resumed());
            BatchAttempts attempts = new BatchAttempts(context, lane.lease(), delivery);
            Verdict verdict = send(lane, delivery, attempts);
            verdict.fold(new CarryOut(context, board, lane, delivery.part(), attempts));
        }
    }

    /** POSTs a batch beside its exporters and says what follows from both. */
    private Verdict send(OpenLane lane, Delivery delivery, BatchAttempts attempts) {
        Batch batch = delivery.batch();
        FanOut.Running exporters = context.fanOut().start(batch, lane.ledger());
        Verdict verdict;
        try {
            verdict = post(delivery, attempts);
        } catch (RuntimeException broken) {
            // What exporters have taken must be known all the same. An Error waits for nobody.
            await(batch, exporters);
            throw broken;
        }
        Verdict conclusion = context.judge().withFanOut(verdict, await(batch, exporters));
        if (!(conclusion instanceof Commit)) {
            lane.ledger().save(context.store(), lane.lease());
        }
        return conclusion;
    }

    private FanOutResult await(Batch batch, FanOut.Running exporters) {
        FanOutResult result = exporters.await();
        result.failures().forEach(failure -> context.listener().exporterFailed(batch, failure));
        return result;
    }

    private Verdict post(Delivery delivery, BatchAttempts attempts) {
        if (delivery.isAccepted() || !Judge.needsPost(delivery.batch())) {
            return new Commit();
        }
        IngestOutcome outcome = context.gateway().send(delivery.batch(), attempts);
        warnIfOdd(delivery.batch(), outcome);
        return attempts.conclude(outcome);
    }

    private void warnIfOdd(Batch batch, IngestOutcome outcome) {
        if (!(outcome instanceof IngestOutcome.Accepted accepted)) {
            return;
        }
        if (accepted.hasForeignBody()) {
            context.listener()
                    .warning(
                            batch.kind(),
                            "the server accepted a batch with a body that is no JSON object;"
                                    + " check that sync.endpoint is an ingest server");
        }
        if (accepted.countsFewerThan(batch.size())) {
            context.listener()
                    .warning(
                            batch.kind(),
                            "the server accepted a batch of " + batch.size() + " rows and counts " + accepted.received()
                                    + " received, " + accepted.deduped() + " known before");
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
                context.listener().warning(lane.kind(), String.valueOf(lost.getMessage()));
            }
        }
    }

    /** Rules on rows that were refused alone, now that nothing comes after them. */
    private void settleSuspects(OpenLane lane) {
        switch (lane.evidence().atTheEnd()) {
            case WAIT -> {}
            case DEAD_LETTER -> lane.deadLetter(lane.evidence().takeWaiting());
            case STOP ->
                board.stopKind(
                        lane.kind(), lane.evidence().stopFor(lane.evidence().takeWaiting()));
        }
    }

    private FlushReport report() {
        try {
            List<Stop> stops = board.stops().stream().filter(this::stillHolds).toList();
            FlushReport report = reportOf(context.store().countPending(), stops);
            report.failure()
                    .filter(stop -> !knownBefore.equals(Optional.of(stop)))
                    .ifPresent(stop -> context.store().recordFailure(stop.message()));
            return report;
        } catch (OutboxStoreException broken) {
            stopFor(broken);
            FlushTally tally = context.tally();
            return reportOf(pendingAtStart - tally.rows() - tally.deadLettered(), board.stops());
        }
    }

    private FlushReport reportOf(long pending, List<Stop> stops) {
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
    private boolean stillHolds(Stop stop) {
        return stop.reason() != StopReason.BUSY
                || stop.kind().isEmpty()
                || stop.kind()
                        .flatMap(kind -> context.store().oldestPending(kind, RowId.BEFORE_ALL, upTo))
                        .isPresent();
    }

    /** Once, however often the storage fails on the way out. */
    private void stopFor(OutboxStoreException broken) {
        StopReason reason = broken.isBusy() ? StopReason.BUSY : StopReason.STORE;
        Stop stop = Stop.of(reason, String.valueOf(broken.getMessage()));
        if (!board.stops().contains(stop)) {
            board.stopFlush(stop);
        }
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}
