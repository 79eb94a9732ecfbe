package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Released;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
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
import java.util.function.Supplier;

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
        Sent sent = new Sent(claim(), context.clock().instant());
        context.commits().add(context.store().settle(lane.lease(), sent), this::heard);
        if (context.fanOut().hasExporters()) {
            // Exporters know no keys: a kill may cost them the batch in flight once more, and no other.
            context.commits().complete();
        }
        if (delivery.provesAcceptance()) {
            lane.accepted(part);
        }
        return null;
    }

    private void heard(Supplier<Settled> commit) {
        try {
            committed(commit.get());
        } catch (LaneLostException lost) {
            lane.lose();
            halts.stopKind(lane.kind(), Stop.of(StopReason.BUSY, String.valueOf(lost.getMessage())));
        } catch (OutboxStoreException broken) {
            halts.stopKindOrThrow(lane.kind(), broken);
        }
    }

    private void committed(Settled settled) {
        lane.ledger().forget(batch().rowIds());
        context.tally().committed(settled.rows());
        if (settled.sentByOthers() > 0) {
            context.tally().othersSend();
        }
        context.listener().onEvent(new BatchCommitted(batch(), settled.rows(), batch().size() - settled.rows()));
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
            case RELEASE -> context.settle(lane.lease(), new Released(claim()));
            case KEEP ->
                context.listener()
                        .onEvent(new WarnedOfKind(
                                batch().kind(),
                                "a batch of " + batch().size()
                                        + " rows may be stored; it is kept and comes first next time"));
            case KEEP_ACCEPTED -> context.store().renew(lane.lease(), claim().accepted(), context.leaseFor());
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
