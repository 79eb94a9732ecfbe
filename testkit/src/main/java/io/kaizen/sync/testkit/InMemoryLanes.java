package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.domain.claim.Lane;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who holds which lane of an {@link InMemoryOutbox}, until when, and who of them is alive. Under the outbox's lock. */
final class InMemoryLanes {

    private final Map<Lane, HeldLane> lanes = new HashMap<>();
    private final Set<String> living = new HashSet<>();

    private record HeldLane(@Nullable String holder, long epoch, Instant leaseUntil) {

        HeldLane freed() {
            return new HeldLane(null, epoch, leaseUntil);
        }
    }

    /** A new holder, alive until it is killed or ends. */
    void enlist(String holder) {
        living.add(holder);
    }

    boolean isAlive(String holder) {
        return living.contains(holder);
    }

    /** The holder is dead, and what it held can be taken over. Whether it was alive. */
    boolean kill(String holder) {
        return living.remove(holder);
    }

    void killAll() {
        living.clear();
    }

    /** The holder is dead, and gives back what it held. */
    void end(String holder) {
        living.remove(holder);
        lanes.replaceAll((lane, held) -> holder.equals(held.holder()) ? held.freed() : held);
    }

    /** Until when another living holder keeps {@code holder} from taking the lane; empty if it can be taken. */
    Optional<Instant> heldAgainst(String holder, Lane lane, Instant now) {
        HeldLane held = lanes.get(lane);
        if (held == null || held.holder() == null || held.holder().equals(holder)) {
            return Optional.empty();
        }
        boolean blocks = held.leaseUntil().isAfter(now) && isAlive(held.holder());
        return blocks ? Optional.of(held.leaseUntil()) : Optional.empty();
    }

    /** Gives the lane to {@code holder}, under the next epoch. */
    LaneLease take(String holder, Lane lane, Instant leaseUntil) {
        HeldLane before = lanes.get(lane);
        long epoch = before == null ? 1 : before.epoch() + 1;
        lanes.put(lane, new HeldLane(holder, epoch, leaseUntil));
        return new LaneLease(lane, lane.index() == 0, holder, epoch);
    }

    /** Prolongs a lease that is still held. */
    void renew(LaneLease lease, Instant leaseUntil) {
        lanes.put(lease.lane(), new HeldLane(lease.holder(), lease.epoch(), leaseUntil));
    }

    /**
     * Makes sure that a lease is still held.
     *
     * @throws LaneLostException if it is not
     */
    void require(LaneLease lease) {
        if (!isHeldUnder(lease)) {
            throw LaneLostException.of(lease);
        }
    }

    /** Gives a lane back, if the lease is still held. */
    void free(LaneLease lease) {
        if (isHeldUnder(lease)) {
            lanes.computeIfPresent(lease.lane(), (lane, held) -> held.freed());
        }
    }

    private boolean isHeldUnder(LaneLease lease) {
        HeldLane held = lanes.get(lease.lane());
        return held != null && lease.holder().equals(held.holder()) && lease.epoch() == held.epoch();
    }
}
