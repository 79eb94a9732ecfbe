package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_LANE;

import io.kaizen.sync.adapter.persistence.jooq.tables.records.OutboxLaneRecord;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.LaneLostException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** {@code outbox_lane}: who holds what, until when. For one transaction. */
final class LaneTable {

    /** That a lane is held under a lease, as {@link #isHeldUnder} says it. */
    private static final String HELD = "kind = ? and lane = ? and holder = ? and epoch = ?";

    private final DSLContext sql;

    LaneTable(DSLContext sql) {
        this.sql = sql;
    }

    /**
     * Until when somebody holds the lane who keeps {@code holder} from taking it; empty if it can be taken.
     *
     * @param isDead tells of another holder whether it is dead for certain
     */
    Optional<Instant> heldAgainst(String holder, Lane lane, Instant now, Predicate<String> isDead) {
        OutboxLaneRecord row = find(lane);
        if (row == null || row.getHolder() == null || row.getHolder().equals(holder)) {
            return Optional.empty();
        }
        Instant leaseUntil = Instant.ofEpochMilli(row.getLeaseUntilMs());
        return leaseUntil.isAfter(now) && !isDead.test(row.getHolder()) ? Optional.of(leaseUntil) : Optional.empty();
    }

    /** Gives the lane to {@code holder}, under the next epoch. */
    LaneLease take(String holder, Lane lane, Instant leaseUntil) {
        OutboxLaneRecord row = find(lane);
        if (row == null) {
            row = sql.newRecord(OUTBOX_LANE);
            row.setKind(lane.kind().name());
            row.setLane((long) lane.index());
            row.setEpoch(0L);
        }
        row.setEpoch(row.getEpoch() + 1);
        row.setHolder(holder);
        row.setLeaseUntilMs(leaseUntil.toEpochMilli());
        row.store();
        return new LaneLease(lane, holder, row.getEpoch());
    }

    /** Notes that there is such a lane; who holds it is another matter. */
    void note(Lane lane) {
        Statements.of(sql)
                .update(
                        "insert into outbox_lane (kind, lane, epoch, lease_until_ms) values (?, ?, 1, 0)"
                                + " on conflict do nothing",
                        lane.kind().name(),
                        (long) lane.index());
    }

    /** Prolongs a lease that is still ours. */
    void renew(LaneLease lease, Instant leaseUntil) {
        int renewed = Statements.of(sql)
                .update(
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
    void require(LaneLease lease) {
        boolean isHeld = Statements.of(sql)
                .first(
                        "select 1 from outbox_lane where " + HELD,
                        found -> true,
                        lease.lane().kind().name(),
                        (long) lease.lane().index(),
                        lease.holder(),
                        lease.epoch())
                .isPresent();
        if (!isHeld) {
            throw LaneLostException.of(lease);
        }
    }

    /** Gives a lane back, if the lease is still ours. */
    void free(LaneLease lease) {
        sql.update(OUTBOX_LANE)
                .setNull(OUTBOX_LANE.HOLDER)
                .where(isHeldUnder(lease))
                .execute();
    }

    /** Gives all lanes of a holder back. Returns how many. */
    static int freeAllOf(Statements statements, String holder) {
        return statements.update("update outbox_lane set holder = null where holder = ?", holder);
    }

    /** Whether nobody who may be alive holds any lane. */
    boolean areAllFree(Predicate<String> isDead) {
        return Statements.of(sql).query("select distinct holder from outbox_lane where holder is not null", holders -> {
            boolean free = true;
            while (holders.next()) {
                free &= isDead.test(holders.getString(1));
            }
            return free;
        });
    }

    /** The sum of all epochs, which grows whenever a lane is taken. */
    long epochs() {
        return Statements.of(sql).number("select coalesce(sum(epoch), 0) from outbox_lane");
    }

    private @Nullable OutboxLaneRecord find(Lane lane) {
        return sql.selectFrom(OUTBOX_LANE).where(isLane(lane)).fetchOne();
    }

    private static Condition isHeldUnder(LaneLease lease) {
        return isLane(lease.lane()).and(OUTBOX_LANE.HOLDER.eq(lease.holder())).and(OUTBOX_LANE.EPOCH.eq(lease.epoch()));
    }

    private static Condition isLane(Lane lane) {
        return OUTBOX_LANE.KIND.eq(lane.kind().name()).and(OUTBOX_LANE.LANE.eq((long) lane.index()));
    }
}
