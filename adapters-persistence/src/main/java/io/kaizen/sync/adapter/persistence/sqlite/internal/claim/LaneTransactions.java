package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.Statements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.ClaimResult;
import io.kaizen.sync.application.port.out.CommitResult;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.application.port.out.LaneGrant;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What happens to a lane and its claims while all goes well, each in the transaction that the caller has begun. */
public final class LaneTransactions {

    private final Statements statements;
    private final OutboxShape outbox;

    /** For the transaction, or the moment, that {@code statements} works in. */
    public LaneTransactions(Statements statements, OutboxShape outbox) {
        this.statements = statements;
        this.outbox = outbox;
    }

    /**
     * Who takes lanes.
     *
     * @param isDead tells of another holder whether it is dead for certain
     */
    public record Self(String name, Predicate<String> isDead) {}

    /** Takes a lane, unless another holder has it. */
    public LaneGrant open(Self self, OtherSenders others, Lane lane, Instant now, Instant leaseUntil) {
        LaneTable lanes = new LaneTable(statements);
        Optional<Instant> heldUntil = lanes.heldAgainst(self.name(), lane, now, self.isDead());
        if (heldUntil.isPresent()) {
            return new LaneGrant.Busy(heldUntil.get());
        }
        boolean othersSent = others.haveSent(statements);
        LaneLease lease = lanes.take(self.name(), lane, leaseUntil);
        SuspectTable suspects = new SuspectTable(statements, outbox);
        suspects.forgetGone(lane.kind());
        ExporterAckTable acks = new ExporterAckTable(statements, outbox);
        acks.forgetGone(lane.kind());
        return new LaneGrant.Granted(
                lease, new ClaimTable(statements).of(lane), suspects.of(lane.kind()), acks.of(lane.kind()), othersSent);
    }

    /** Adds a claim, if all its rows are pending. */
    public ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        new LaneTable(statements).renew(lease, leaseUntil);
        if (!claim.lane().equals(lease.lane())) {
            new LaneTable(statements).note(claim.lane());
        }
        Set<RowId> gone = goneRows(claim);
        if (gone.isEmpty()) {
            new ClaimTable(statements).add(claim);
        }
        return new ClaimResult(gone);
    }

    /** Replaces a claim. */
    public void update(LaneLease lease, Claim claim, Instant leaseUntil) {
        new LaneTable(statements).renew(lease, leaseUntil);
        requireFound(new ClaimTable(statements).replace(claim), claim);
    }

    /** Marks the rows of a claim sent, and removes it. */
    public CommitResult commit(LaneLease lease, Claim claim, Instant now) {
        new LaneTable(statements).require(lease);
        requireFound(new ClaimTable(statements).removeExactly(claim), claim);
        int sent = new OutboxReader(statements, outbox).markSent(claim.rows());
        new SuspectTable(statements, outbox).forget(claim.rows());
        new ExporterAckTable(statements, outbox).forget(claim.rows());
        new SyncStateTable(statements).succeeded(now);
        int gone = claim.rows().size() - sent;
        int sentByOthers = gone == 0 ? 0 : OtherSenders.countSent(statements, claim.rows()) - sent;
        return new CommitResult(sent, gone, sentByOthers);
    }

    /** Gives a lane back. */
    public void close(Self self, OtherSenders others, LaneLease lease) {
        new LaneTable(statements).free(lease);
        others.freed(statements, self.isDead());
    }

    /** Throws if {@code claim} was not found. */
    public static void requireFound(boolean found, Claim claim) {
        if (!found) {
            throw new IllegalStateException("there is no claim on row " + claim.firstRow() + " of "
                    + claim.lane().kind() + " with these rows");
        }
    }

    /** Which rows of a claim are not pending; asks for the rows one by one only where the count is wrong. */
    private Set<RowId> goneRows(Claim claim) {
        BatchKind kind = claim.lane().kind();
        OutboxReader reader = new OutboxReader(statements, outbox);
        if (reader.countPending(kind, claim.rows()) == claim.rows().size()) {
            return Set.of();
        }
        Set<RowId> gone = new HashSet<>(claim.rows());
        reader.stillPending(kind, claim.rows()).forEach(gone::remove);
        return gone;
    }
}
