package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.port.out.store.Backlog;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.policy.Judge;
import io.kaizen.sync.domain.policy.Verdict;
import io.kaizen.sync.domain.report.FlushReport;
import java.util.Optional;

/**
 * One flush: claim → send → judge → commit, until nothing is left that may go on. As many workers as there are lanes run the same loop, each
 * with a batch of another lane; what they share they touch in {@linkplain Turn turn}. Used once.
 */
final class FlushRun {

    private final FlushContext context;
    private final Halts halts;
    private final LaneScheduler scheduler;
    private final Workers workers;

    FlushRun(FlushContext context) {
        this.context = context;
        this.halts = new Halts(context.settings().kinds(), context.listener());
        this.scheduler = new LaneScheduler(context, halts);
        this.workers =
                new Workers(context.turn(), this::drain, context.settings().lanes(), halts);
    }

    FlushReport run() {
        return context.turn().inside(this::runInTurn);
    }

    /** The loop of each worker, which ends when there is nothing that it could claim now. */
    private void drain() {
        Optional<BatchDelivery> claimed = scheduler.claimNext();
        while (claimed.isPresent()) {
            BatchDelivery batch = claimed.get();
            shareWork();
            scheduler.guarded(batch.lane().lane(), () -> {
                Verdict verdict = sendAndJudge(batch);
                if (mayCommit(batch)) {
                    verdict.fold(new VerdictExecutor(context, halts, batch));
                    scheduler.update(batch.lane());
                }
            });
            claimed = scheduler.claimNext();
        }
    }

    private Verdict sendAndJudge(BatchDelivery batch) {
        try {
            return batch.deliver();
        } finally {
            scheduler.landed(batch);
        }
    }

    /** Where the storage has failed, or the lane is lost, claims stay for the next flush, where they come first. */
    private boolean mayCommit(BatchDelivery batch) {
        return !halts.isAbandoned() && !batch.lane().isLost();
    }

    /** Another worker looks for a batch of another lane. When all have one, it may be long until something is claimed. */
    private void shareWork() {
        if (context.settings().lanes() > 1 && scheduler.hasMore() && workers.startAnother()) {
            context.commits().complete();
        }
    }

    private FlushReport runInTurn() {
        context.fanOut().countAnew();
        Backlog backlog = scheduler.takeStock();
        context.listener().onEvent(new FlushStarted(backlog.pending()));
        try {
            drainAll();
            context.commits().complete();
            scheduler.closeLanes();
        } catch (OutboxStoreException broken) {
            halts.stopFor(broken);
            endWorkers();
        } catch (RuntimeException fault) {
            endWorkers();
            throw fault;
        }
        scheduler.endReading();
        FlushReport report = new FlushConclusion(context, halts, scheduler).report(backlog.pending());
        context.listener().onEvent(new FlushEnded(report));
        return report;
    }

    private void drainAll() {
        drain();
        while (workers.areAny()) {
            context.commits().complete();
            context.turn().awaitChange(context.sleeper()::interrupted);
            drain();
        }
        workers.rethrow();
        if (scheduler.hasWork()) {
            halts.stopFlush(Judge.interrupted(false).stop());
        }
    }

    /** What is under way is not judged any more: its claims stay and come first next time. */
    private void endWorkers() {
        halts.abandon();
        while (workers.areAny()) {
            context.turn().awaitChange(context.sleeper()::interrupted);
        }
        workers.rethrowFaults();
    }
}
