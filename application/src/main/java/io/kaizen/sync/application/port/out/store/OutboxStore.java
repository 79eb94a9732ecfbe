package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.row.OutboxRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a flush needs of a durable store of rows.
 *
 * <p>Each instance is one <em>holder</em> of lanes, alive until it is closed or its process ends. A lane is held by one holder
 * at a time, which alone may claim its rows. A row is pending until it is {@linkplain Settlement.Sent sent} or {@linkplain Settlement.Dead
 * dead}; a claim does not change that. Leases end by the store's own clock.
 *
 * <p>Each write is one transaction, durable when the method returns; only {@link #settle settling} may take longer. Instances are
 * thread-safe. All methods throw {@link OutboxStoreException} where the storage cannot be used, and those that take a lease throw
 * {@link LaneLostException} and change nothing where another holder has taken the lane over.
 */
public interface OutboxStore extends AutoCloseable {

    /** Marks what is pending now, for a flush that sends this and nothing later. */
    Bound bound();

    /** What there is to send. Costs as much as there are lanes, however many rows wait. */
    Backlog backlog(Bound bound);

    /**
     * Takes a lane that is free, that is ours already, whose lease has ended or whose holder is provably dead. Raises its
     * epoch.
     *
     * @param leaseFor how long others may not take the lane unless it is given back; not negative
     */
    LaneGrant openLane(Lane lane, Duration leaseFor);

    /**
     * Reads pending rows of a lane; empty if there is none. Costs what it returns, whatever the backlog. Rows whose settlement is not complete
     * may still be among them.
     */
    List<OutboxRow> page(PageRequest request);

    /** The rows of a claim that are pending still, by id. */
    List<OutboxRow> rows(Claim claim);

    /**
     * Writes a claim down, if all its rows are still pending, and renews the lease. Of the claims of a lane that were settled as sent before,
     * a crash leaves none behind that is not known to be {@linkplain Claim#accepted accepted}.
     *
     * @param lease of the claim's lane
     * @throws IllegalStateException if one of the rows is in another claim
     */
    ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor);

    /**
     * Replaces the claim that begins with the same row, by another key or state, and renews the lease.
     *
     * @throws IllegalStateException if there is no such claim
     */
    void renew(LaneLease lease, Claim claim, Duration leaseFor);

    /**
     * Carries out what was judged. All but {@link Settlement.Sent} are durable when this returns. Rows that are sent may be marked later, with
     * others, at the latest when {@link #complete} returns: until then a crash leaves their claim. Their result then comes within a later call of
     * this instance, on the thread of that call, in the order of settling.
     *
     * @return the result; fails with {@link LaneLostException}, {@link OutboxStoreException}, or {@link IllegalStateException} if the claim is not
     *     there, where this is found out later
     */
    CompletableFuture<Settled> settle(LaneLease lease, Settlement settlement);

    /** Completes what is not complete of all that was settled. */
    void complete();

    /** Gives a lane back. Its claims stay for the next holder. Does nothing if the lane is lost. */
    void closeLane(LaneLease lease);

    /** Sets {@code last_error} and adds one to {@code consecutive_failures}. */
    void recordFailure(String message);

    /** Completes what was settled, gives all lanes back and ends this holder. Claims stay. */
    @Override
    void close();
}
