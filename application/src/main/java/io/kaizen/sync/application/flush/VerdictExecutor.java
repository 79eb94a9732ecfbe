package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.port.out.store.CommitResult;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStore.Sent;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.policy.SplitPolicy;
import io.kaizen.sync.domain.policy.Verdict;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Halt.Scope;
import io.kaizen.sync.domain.policy.Verdict.Isolate;
import io.kaizen.sync.domain.policy.Verdict.SetAside;
import io.kaizen.sync.domain.policy.Verdict.Split;
import io.kaizen.sync.domain.policy.Verdict.Wait;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.RowId;
import java.util.OptionalInt;

/** Does to a claim what the verdict on its batch says. For one batch. */
final class VerdictExecutor implements Verdict.Cases<Void> {

    private final FlushContext context;
    private final Halts halts;
    private final LaneQueue lane;
    private final PackedBatch part;
    private final BatchDelivery delivery;

    VerdictExecutor(FlushContext context, Halts halts, BatchDelivery delivery) {
        this.context = context;
        this.halts = halts;
        this.lane = delivery.lane();
        this.part = delivery.claimed().part();
        this.delivery = delivery;
    }

    @Override
    public Void commit(Commit verdict) {
        context.commits()
                .commit(new WriteBehind.PendingCommit(
                        new Sent(lane.lease(), claim(), context.clock().instant()), this::committed, this::lost));
        if (delivery.provesAcceptance()) {
            lane.accepted(part);
        }
        return null;
    }

    private void committed(CommitResult result) {
        lane.ledger().forget(batch().rowIds());
        context.tally().committed(result.sent());
        if (result.sentByOthers() > 0) {
            context.tally().othersSend();
        }
        context.listener().onEvent(new BatchCommitted(batch(), result.sent(), result.gone()));
    }

    private void lost(LaneLostException lost) {
        lane.lose();
        halts.stopKind(lane.kind(), Stop.of(StopReason.BUSY, String.valueOf(lost.getMessage())));
    }

    @Override
    public Void split(Split verdict) {
        halve();
        return null;
    }

    @Override
    public Void isolate(Isolate verdict) {
        OptionalInt named = lane.trustsHints() ? SplitPolicy.blamedRow(batch(), verdict.field()) : OptionalInt.empty();
        if (named.isPresent()) {
            lane.divide(claim(), part, part.singleOut(named.getAsInt(), delivery.posts()));
        } else {
            halve();
        }
        return null;
    }

    @Override
    public Void setAside(SetAside verdict) {
        RowId row = batch().rows().get(0).id();
        int posts = lane.postsBefore(row) + part.posts() + delivery.posts();
        Refusal refusal = new Refusal(row, verdict.reason(), verdict.message(), posts);
        lane.setAside(claim(), refusal);
        lane.poison().refused(refusal);
        return null;
    }

    @Override
    public Void waitAsked(Wait verdict) {
        throw new IllegalStateException("waits belong to the delivery: " + verdict);
    }

    @Override
    public Void halt(Halt verdict) {
        switch (verdict.fate()) {
            case RELEASE -> context.store().release(lane.lease(), claim());
            case KEEP ->
                context.listener()
                        .onEvent(new WarnedOfKind(
                                batch().kind(),
                                "a batch of " + batch().size()
                                        + " rows may be stored; it is kept and comes first next time"));
            case KEEP_ACCEPTED -> context.store().update(lane.lease(), claim().accepted(), context.leaseUntil());
        }
        halts.stop(batch().kind(), naming(batch(), verdict), verdict.scope());
        return null;
    }

    private void halve() {
        lane.divide(claim(), part, part.halves(delivery.posts()));
    }

    private Batch batch() {
        return part.batch();
    }

    /** As it is on disk now. */
    private Claim claim() {
        return delivery.claim();
    }

    /** Who must mend rows has to know which. */
    private static Stop naming(Batch batch, Halt verdict) {
        if (verdict.scope() != Scope.KIND) {
            return verdict.stop();
        }
        RowId first = batch.rows().get(0).id();
        RowId last = batch.rows().get(batch.size() - 1).id();
        String rows = batch.size() == 1 ? "row " + first : batch.size() + " rows from " + first + " to " + last;
        String words = verdict.stop().detail();
        return verdict.stop().withDetail(words.isEmpty() ? rows : rows + ": " + words);
    }
}
