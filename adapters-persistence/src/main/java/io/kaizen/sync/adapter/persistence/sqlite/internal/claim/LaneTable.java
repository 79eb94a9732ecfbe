package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.domain.claim.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code outbox_lane}: who holds what, until when. For one transaction. */
public final class LaneTable {

    /** That a lane is held under a lease; {@link #values} are what to bind to it. */
    private static final String HELD = "kind = ? and lane = ? and holder = ? and epoch = ?";

    private final HotStatements statements;

    /** For the transaction, or the moment, of {@code session}. */
    public LaneTable(SqliteSession session) {
        this.statements = session.statements();
    }

    /** A lane as it is stored. One without a holder is free. */
    private record Stored(@Nullable String holder, long epoch, Instant leaseUntil) {

        static Stored of(ResultSet row) throws SQLException {
            return new Stored(row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3)));
        }
    }

    /**
     * Until when somebody holds the lane who keeps {@code holder} from taking it; empty if it can be taken.
     *
     * @param isDead tells of another holder whether it is dead for certain
     */
    public Optional<Instant> heldAgainst(String holder, Lane lane, Instant now, Predicate<String> isDead) {
        Optional<Stored> found = find(lane);
        String other = found.map(Stored::holder).orElse(null);
        if (found.isEmpty() || other == null || other.equals(holder)) {
            return Optional.empty();
        }
        Instant leaseUntil = found.get().leaseUntil();
        return leaseUntil.isAfter(now) && !isDead.test(other) ? Optional.of(leaseUntil) : Optional.empty();
    }

    /**
     * Gives the lane to {@code holder}, under the next epoch. The first lane of a kind stands for all of it: so two holders that divide the
     * owners into different numbers of lanes never work on the same kind.
     */
    public LaneLease take(String holder, Lane lane, Instant leaseUntil) {
        long epoch = find(lane).map(Stored::epoch).orElse(0L) + 1;
        statements.update(
                "insert into outbox_lane (kind, lane, holder, epoch, lease_until_ms) values (?, ?, ?, ?, ?)"
                        + " on conflict (kind, lane) do update set"
                        + " holder = excluded.holder, epoch = excluded.epoch, lease_until_ms = excluded.lease_until_ms",
                lane.kind().name(),
                (long) lane.index(),
                holder,
                epoch,
                leaseUntil.toEpochMilli());
        return new LaneLease(lane, lane.index() == 0, holder, epoch);
    }

    /** Notes that there is such a lane; who holds it is another matter. */
    public void note(Lane lane) {
        statements.update(
                "insert into outbox_lane (kind, lane, epoch, lease_until_ms) values (?, ?, 1, 0)"
                        + " on conflict do nothing",
                lane.kind().name(),
                (long) lane.index());
    }

    /** Prolongs a lease that is still ours. */
    public void renew(LaneLease lease, Instant leaseUntil) {
        int renewed = statements.update(
                "update outbox_lane set lease_until_ms = ? where " + HELD,
                leaseUntil.toEpochMilli(),
                lease.lane().kind().name(),
                (long) lease.lane().index(),
                lease.holder(),
                lease.epoch());
        if (renewed != 1) {
            throw LaneLostException.of(lease);
        }
    }

    /** Makes sure that a lease is still ours. */
    public void require(LaneLease lease) {
        boolean isHeld = statements
                .first("select 1 from outbox_lane where " + HELD, found -> true, values(lease))
                .isPresent();
        if (!isHeld) {
            throw LaneLostException.of(lease);
        }
    }

    /** Gives a lane back, if the lease is still ours. */
    public void free(LaneLease lease) {
        statements.update("update outbox_lane set holder = null where " + HELD, values(lease));
    }

    /** Gives all lanes of a holder back. Returns how many. */
    public int freeAllOf(String holder) {
        return statements.update("update outbox_lane set holder = null where holder = ?", holder);
    }

    /** Whether nobody who may be alive holds any lane. */
    boolean areAllFree(Predicate<String> isDead) {
        return statements.query("select distinct holder from outbox_lane where holder is not null", holders -> {
            boolean free = true;
            while (holders.next()) {
                free &= isDead.test(holders.getString(1));
            }
            return free;
        });
    }

    /** The sum of all epochs, which grows whenever a lane is taken. */
    long epochs() {
        return statements.number("select coalesce(sum(epoch), 0) from outbox_lane");
    }

    private Optional<Stored> find(Lane lane) {
        return statements.first(
                "select holder, epoch, lease_until_ms from outbox_lane where kind = ? and lane = ?",
                Stored::of,
                lane.kind().name(),
                (long) lane.index());
    }

    private static Object[] values(LaneLease lease) {
        return new Object[] {lease.lane().kind().name(), (long) lease.lane().index(), lease.holder(), lease.epoch()};
    }
}
