package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code outbox_claim}. A claim is known by its lane and its first row. For one transaction. */
public final class ClaimTable {

    private static final String COLUMNS = String.join(", ", ClaimMapper.COLUMNS);

    private static final String VALUES = String.join(", ", Collections.nCopies(ClaimMapper.COLUMNS.size(), "?"));

    private static final String SELECT = "select " + COLUMNS + " from outbox_claim";

    private static final String INSERT = "insert into outbox_claim (" + COLUMNS + ") values (" + VALUES + ")";

    private static final String REPLACE = "update outbox_claim set (" + COLUMNS + ") = (" + VALUES
            + ") where kind = ? and lane = ? and first_row_id = ?";

    private final HotStatements statements;

    /** For the transaction, or the moment, of {@code session}. */
    public ClaimTable(SqliteSession session) {
        this.statements = session.statements();
    }

    /** All claims that a lease of {@code lane} is good for, in the order of their rows. */
    public List<Claim> of(Lane lane) {
        return lane.index() == 0
                ? statements.list(
                        SELECT + " where kind = ? order by first_row_id",
                        ClaimMapper::toClaim,
                        lane.kind().name())
                : statements.list(
                        SELECT + " where kind = ? and lane = ? order by first_row_id",
                        ClaimMapper::toClaim,
                        lane.kind().name(),
                        (long) lane.index());
    }

    /** All claims, in no order. */
    public List<Claim> all() {
        return all(ClaimMapper::toClaim);
    }

    /** All claims as {@code reading} reads them, whether they make sense or not. */
    public <T> List<T> all(HotStatements.Reading<T> reading) {
        return statements.list(SELECT, reading);
    }

    /** Lanes with claims, in the order of their kinds' names as Java sorts them. */
    public List<Lane> lanes() {
        List<Lane> lanes = statements.list(
                "select distinct kind, lane from outbox_claim",
                found -> new Lane(new BatchKind(found.getString(1)), index(found.getLong(2))));
        lanes.sort(Comparator.comparing(Lane::kind).thenComparingInt(Lane::index));
        return lanes;
    }

    /**
     * Adds a claim.
     *
     * @throws IllegalStateException if another claim has one of its rows
     */
    public void add(Claim claim) {
        if (mayHaveAnyRowOf(claim)) {
            requireFree(claim);
        }
        insert(claim);
    }

    /** Looks at what is stored as little as it can; what makes no sense is for somebody else to tell. */
    private boolean mayHaveAnyRowOf(Claim claim) {
        return statements
                .list(
                        "select row_ids from outbox_claim where kind = ?",
                        found -> found.getString(1),
                        claim.lane().kind().name())
                .stream()
                .anyMatch(taken -> mayHaveAny(taken, claim.rows()));
    }

    private static boolean mayHaveAny(String taken, List<RowId> rows) {
        try {
            return RowIds.hasAny(taken, rows);
        } catch (IllegalArgumentException nonsense) {
            return true;
        }
    }

    private void requireFree(Claim claim) {
        Set<RowId> wanted = Set.copyOf(claim.rows());
        statements.query(
                SELECT + " where kind = ?",
                other -> {
                    while (other.next()) {
                        requireFree(claim, wanted, other);
                    }
                    return true;
                },
                claim.lane().kind().name());
    }

    private static void requireFree(Claim claim, Set<RowId> wanted, ResultSet other) throws SQLException {
        for (RowId taken : ClaimMapper.rows(other)) {
            if (wanted.contains(taken)) {
                throw taken(taken, claim, other);
            }
        }
    }

    /** In the same lane it is a mistake of the caller's; a lane that shares rows with another one, somebody else has made. */
    private static RuntimeException taken(RowId row, Claim claim, ResultSet other) throws SQLException {
        IllegalStateException mistake = new IllegalStateException("row " + row + " is in another claim already");
        return other.getLong("lane") == claim.lane().index() ? mistake : ClaimMapper.damaged(other, mistake);
    }

    /** Of a lane that cannot be, the first: who opens it will find out what is wrong. */
    private static int index(long stored) {
        return stored < 0 || stored > Integer.MAX_VALUE ? 0 : (int) stored;
    }

    /** Replaces the claim that begins with the same row; false if there is none. */
    public boolean replace(Claim claim) {
        List<@Nullable Object> values = new ArrayList<>(Arrays.asList(ClaimMapper.values(claim)));
        values.add(claim.lane().kind().name());
        values.add((long) claim.lane().index());
        values.add(claim.firstRow().value());
        return statements.update(REPLACE, values.toArray()) == 1;
    }

    /** Removes the claim that begins with the row, if there is one. */
    public void remove(Lane lane, RowId firstRow) {
        statements.update(
                "delete from outbox_claim where kind = ? and lane = ? and first_row_id = ?",
                lane.kind().name(),
                (long) lane.index(),
                firstRow.value());
    }

    /** Removes a claim if it is there with these very rows: no row is marked sent that a stored claim does not name. */
    public boolean removeExactly(Claim claim) {
        return removeExactly(claim, RowIds.write(claim.rows()))
                // An earlier version has written it.
                || removeExactly(claim, RowIds.writeEach(claim.rows()));
    }

    private boolean removeExactly(Claim claim, String rows) {
        return statements.update(
                        "delete from outbox_claim where kind = ? and lane = ? and first_row_id = ? and row_ids = ?",
                        claim.lane().kind().name(),
                        (long) claim.lane().index(),
                        claim.firstRow().value(),
                        rows)
                == 1;
    }

    private void insert(Claim claim) {
        statements.update(INSERT, ClaimMapper.values(claim));
    }
}
