package io.kaizen.sync.adapter.persistence.sqlite.internal.audit;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_LANE;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimMapper;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.OtherSenders;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Proves that an outbox is sound, or says what is not: one sentence each. For one snapshot. */
public final class OutboxAudit {

    /** Of each sort; where there are more, these are enough to see what happened. */
    private static final int SHOWN = 20;

    private final SqliteSession session;
    private final DSLContext sql;
    private final OutboxCensus census;
    private final List<String> problems = new ArrayList<>();

    /** For the moment of {@code session}. */
    public OutboxAudit(SqliteSession session) {
        this.session = session;
        this.sql = session.sql();
        this.census = new OutboxCensus(session);
    }

    /** What is wrong; empty if nothing is. */
    public List<String> problems() {
        checkFile();
        checkRows(
                SYNC_OUTBOX.SENT.isNull().or(SYNC_OUTBOX.SENT.notIn(inline(0L), inline(1L))),
                "is neither pending nor sent: its column \"sent\" is neither 0 nor 1");
        checkRows(SYNC_OUTBOX.ID.lt(inline(1L)), "has an id below 1 and is never sent");
        checkIds();
        checkBalance();
        checkLanes();
        checkClaims();
        problems.addAll(new PoisonAudit(sql).problems(SHOWN));
        return List.copyOf(problems);
    }

    private void checkFile() {
        sql.fetch("pragma integrity_check(" + SHOWN + ")").forEach(line -> {
            String finding = String.valueOf(line.get(0));
            if (!finding.equals("ok")) {
                problems.add("the file is damaged: " + finding);
            }
        });
    }

    private void checkRows(Condition isWrong, String what) {
        sql.select(SYNC_OUTBOX.ID)
                .from(SYNC_OUTBOX)
                .where(isWrong)
                .orderBy(SYNC_OUTBOX.ID)
                .limit(SHOWN)
                .forEach(row -> problems.add("row " + row.value1() + " " + what));
    }

    /** Where SQLite's count of ids falls behind, ids are given out twice, and the server takes new rows for old ones. */
    private void checkIds() {
        long given = census.lastGivenId();
        long youngest = census.youngest();
        if (youngest > given) {
            problems.add("row " + youngest + " is there, but the last id that was given out is " + given
                    + ": ids may be given out twice");
        }
    }

    /** Ids that nobody has any more are removed rows, not lost ones; but no row can be in two places. */
    private void checkBalance() {
        OutboxBalance balance = census.balance();
        if (balance.removed() < 0) {
            problems.add("there are " + -balance.removed() + " rows more than were ever enqueued: " + balance);
        }
    }

    private void checkLanes() {
        sql.selectFrom(OUTBOX_LANE)
                .where(OUTBOX_LANE.EPOCH.lt(inline(1L)))
                .forEach(lane -> problems.add("lane " + lane.getLane() + " of " + lane.getKind() + " has the epoch "
                        + lane.getEpoch() + ", and epochs begin with 1"));
    }

    private void checkClaims() {
        Map<BatchKind, Map<RowId, RowId>> claimed = new HashMap<>();
        for (StoredClaim stored : new ClaimTable(session).all(StoredClaim::of)) {
            Claim claim = stored.claim();
            if (claim == null) {
                problems.add(stored.name() + " makes no sense: " + stored.nonsense());
            } else {
                checkLane(stored.name(), claim);
                checkNotSent(stored.name(), claim);
                checkDisjoint(
                        stored.name(),
                        claim,
                        claimed.computeIfAbsent(claim.lane().kind(), kind -> new HashMap<>()));
            }
        }
    }

    /** What stands there: a claim, or nonsense, and why it is that. */
    private record StoredClaim(
            String name, @Nullable Claim claim, @Nullable String nonsense) {

        static StoredClaim of(ResultSet row) throws SQLException {
            String name = "the claim on row " + row.getLong("first_row_id") + " of " + row.getString("kind");
            try {
                return new StoredClaim(name, ClaimMapper.parse(row), null);
            } catch (IllegalArgumentException | ArithmeticException nonsense) {
                return new StoredClaim(name, null, nonsense.getMessage());
            }
        }
    }

    private void checkLane(String name, Claim claim) {
        boolean found = sql.fetchExists(
                OUTBOX_LANE, OUTBOX_LANE.KIND.eq(claim.lane().kind().name()).and(OUTBOX_LANE.LANE.eq((long)
                        claim.lane().index())));
        if (!found) {
            problems.add(name + " is in lane " + claim.lane().index() + ", which is not in outbox_lane");
        }
    }

    /** Rows that are gone are no problem: their owner replaced them. */
    private void checkNotSent(String name, Claim claim) {
        int sent = OtherSenders.countSent(session, claim.rows());
        if (sent > 0) {
            problems.add(name + " holds " + sent + " rows that are sent already: another program marks rows as sent"
                    + " (a kaizen whose own sync is on?)");
        }
        if (session.outbox().hasKind()) {
            int foreign = sql.fetchCount(
                    SYNC_OUTBOX,
                    RowIds.in(SYNC_OUTBOX.ID, claim.rows())
                            .and(SYNC_OUTBOX.KIND.ne(claim.lane().kind().name())));
            if (foreign > 0) {
                problems.add(name + " holds " + foreign + " rows of another kind");
            }
        }
    }

    private void checkDisjoint(String name, Claim claim, Map<RowId, RowId> claimed) {
        for (RowId row : claim.rows()) {
            RowId other = claimed.putIfAbsent(row, claim.firstRow());
            if (other != null) {
                problems.add(name + " shares row " + row + " with the claim on row " + other);
                return;
            }
        }
    }
}
