package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Durable store of rows that wait for delivery, oldest first.
 *
 * <p>Each instance is one <em>holder</em> of lanes, alive until it is closed or its process ends. A lane is held by one holder
 * at a time; whoever holds it may claim its rows. A row is pending until {@link #commit} marks it sent; a claim does not change
 * that. Each write is one transaction, and durable when the method returns, except that a commit may be lost at power failure:
 * its rows are then pending and claimed again, under the key they were sent with.
 *
 * <p>The store reads no clock of its own. Instances are thread-safe. All methods throw {@link OutboxStoreException} where the
 * storage cannot be used, and those that take a lease or a claim throw {@link LaneLostException} and change nothing where
 * another holder has taken the lane over.
 */
public interface OutboxStore extends PendingRows, AutoCloseable {

    /**
     * Takes a lane that is free, that is ours already, whose lease has ended or whose holder is provably dead. Raises its
     * epoch.
     *
     * @param now tells which leases have ended
     * @param leaseUntil from then on others may take the lane; after {@code now}
     */
    LaneGrant openLane(Lane lane, Instant now, Instant leaseUntil);

    /** Lanes with claims that nobody has settled, in the order of their kinds' names. */
    List<Lane> lanesWithClaims();

    /**
     * Writes a claim down, if all its rows are still pending, and renews the lease.
     *
     * @param lease of the claim's lane
     */
    ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil);

    /**
     * Replaces the claim that begins with the same row: another key, or another state. Renews the lease.
     *
     * @throws IllegalStateException if there is no such claim
     */
    void update(LaneLease lease, Claim claim, Instant leaseUntil);

    /**
     * Marks the claim's rows sent, removes it and whatever else is remembered about its rows, and sets the sync state to a success at {@code now}, all at once.
     *
     * @throws IllegalStateException if {@code claim} is not there
     */
    default CommitResult commit(LaneLease lease, Claim claim, Instant now) {
        return commit(List.of(new Sent(lease, claim, now))).get(0);
    }

    /**
     * A claim to be {@linkplain #commit committed}.
     *
     * @param lease of the claim's lane
     * @param now when its rows arrived
     */
    record Sent(LaneLease lease, Claim claim, Instant now) {

        public Sent {
            Objects.requireNonNull(lease, "lease");
            Objects.requireNonNull(claim, "claim");
            Objects.requireNonNull(now, "now");
        }
    }

    /**
     * {@link #commit} of each of {@code sent}, in order, in one transaction: nothing is changed if it throws. To mark rows of several kinds
     * together is cheaper, the more so where they lie side by side.
     *
     * @param sent may be of different lanes; not empty
     * @return what came of each, in their order
     */
    List<CommitResult> commit(List<Sent> sent);

    /**
     * What {@link #update} of each of {@code accepted} to {@linkplain Claim#accepted accepted}, and then {@link #claim} of {@code next} do; a store may
     * do all of it in one transaction. They are committed soon.
     */
    default ClaimResult acceptAndClaim(List<Sent> accepted, LaneLease lease, Claim next, Instant leaseUntil) {
        accepted.forEach(one -> update(one.lease(), one.claim().accepted(), leaseUntil));
        return claim(lease, next, leaseUntil);
    }

    /** Removes a claim; its rows are free. Does nothing if it is gone. */
    void release(LaneLease lease, Claim claim);

    /**
     * Removes a claim on one row, which was refused, and remembers the row as a suspect, all at once. A suspect stays pending until it is
     * committed or dead.
     *
     * @throws IllegalStateException if {@code claim} is not there
     */
    void setAside(LaneLease lease, Claim claim, Refusal refusal);

    /**
     * Takes rows out of the queue and keeps them, with what is known against them, among the {@link DeadLetters}, all at once. Rows
     * that are no longer pending are left alone.
     *
     * @param refusals of rows of the lease's kind that no claim holds; not empty
     * @return the rows that are dead now
     */
    List<RowId> deadLetter(LaneLease lease, List<Refusal> refusals, Instant now);

    /**
     * Remembers that an exporter has taken rows that are not committed. Forgotten with their commit, or when they are discarded or
     * replaced.
     *
     * @param rows not empty
     */
    void acknowledge(LaneLease lease, String exporter, List<RowId> rows);

    /** Gives a lane back. Its claims stay for the next holder. Does nothing if the lane is lost. */
    void closeLane(LaneLease lease);

    /** Sets {@code last_error} and adds one to {@code consecutive_failures}. */
    void recordFailure(String message);

    /** Gives all lanes back and ends this holder. Claims stay. */
    @Override
    void close();
}
