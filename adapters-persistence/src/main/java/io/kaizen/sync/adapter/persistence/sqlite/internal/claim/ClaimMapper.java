package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes claims as rows of {@code outbox_claim} and reads them back, from answers that have {@link #COLUMNS}. */
public final class ClaimMapper {

    private static final String SENDING = "sending";
    private static final String ACCEPTED = "accepted";

    private ClaimMapper() {}

    /** In the order of {@link #values}. */
    static final List<String> COLUMNS = List.of(
            "kind",
            "lane",
            "first_row_id",
            "idempotency_key",
            "state",
            "row_ids",
            "body_digest",
            "envelope_team_id",
            "envelope_workspace_hash",
            "envelope_project_name",
            "destination_endpoint",
            "destination_team_id");

    /** What is written for a claim. */
    static @Nullable Object[] values(Claim claim) {
        return new @Nullable Object[] {
            claim.lane().kind().name(),
            (long) claim.lane().index(),
            claim.firstRow().value(),
            claim.key().toString(),
            switch (claim.state()) {
                case SENDING -> SENDING;
                case ACCEPTED -> ACCEPTED;
            },
            RowIds.write(claim.rows()),
            claim.digest().hex(),
            claim.envelope().teamId(),
            claim.envelope().workspaceHash(),
            claim.envelope().projectName().orElse(null),
            claim.destination().endpoint(),
            claim.destination().teamId()
        };
    }

    /**
     * Reads a claim.
     *
     * @throws OutboxStoreException if it does not make sense: whoever wrote it was not us
     */
    static Claim toClaim(ResultSet row) throws SQLException {
        try {
            return parse(row);
        } catch (IllegalArgumentException | ArithmeticException nonsense) {
            throw damaged(row, nonsense);
        }
    }

    /** The rows of a claim alone, with the same exception. */
    static List<RowId> rows(ResultSet row) throws SQLException {
        try {
            return RowIds.read(row.getString("row_ids"));
        } catch (IllegalArgumentException nonsense) {
            throw damaged(row, nonsense);
        }
    }

    /** Reads a claim; an exception says what is wrong with it. */
    public static Claim parse(ResultSet row) throws SQLException {
        List<RowId> rows = rowsAsWritten(row);
        if (rows.get(0).value() != row.getLong("first_row_id")) {
            throw new IllegalArgumentException(
                    "it is filed under row " + row.getLong("first_row_id") + " and begins with row " + rows.get(0));
        }
        return new Claim(
                new Lane(new BatchKind(row.getString("kind")), Math.toIntExact(row.getLong("lane"))),
                IdempotencyKey.parse(row.getString("idempotency_key")),
                state(row.getString("state")),
                rows,
                new BodyDigest(row.getString("body_digest")),
                new BatchEnvelope(
                        row.getString("envelope_team_id"),
                        row.getString("envelope_workspace_hash"),
                        Optional.ofNullable(row.getString("envelope_project_name"))),
                new Destination(row.getString("destination_endpoint"), row.getString("destination_team_id")));
    }

    /**
     * A claim is looked up by what we would write: one that only reads like it would be sent, and never found to be committed. The values
     * are asked for as objects, before anything else is: to read bytes as text makes text of them for all that ask later.
     */
    private static List<RowId> rowsAsWritten(ResultSet row) throws SQLException {
        for (String number : List.of("lane", "first_row_id")) {
            Object stored = row.getObject(number);
            if (!(stored instanceof Integer || stored instanceof Long)) {
                throw new IllegalArgumentException("its " + number + " is not a whole number");
            }
        }
        Object ids = row.getObject("row_ids");
        List<RowId> rows = RowIds.read(String.valueOf(ids));
        if (!ids.equals(RowIds.write(rows)) && !ids.equals(RowIds.writeEach(rows))) {
            throw new IllegalArgumentException("its row_ids are not written as this program writes them");
        }
        return rows;
    }

    private static Claim.State state(String text) {
        return switch (text) {
            case SENDING -> Claim.State.SENDING;
            case ACCEPTED -> Claim.State.ACCEPTED;
            default -> throw new IllegalArgumentException("its state \"" + text + "\" is unknown");
        };
    }

    static OutboxStoreException damaged(ResultSet row, RuntimeException nonsense) throws SQLException {
        return OutboxStoreException.ofOneKind(
                "the claim on row " + row.getLong("first_row_id") + " of kind " + row.getString("kind")
                        + " in outbox_claim makes no sense ("
                        + nonsense.getMessage()
                        + "); run \"verify\" to see what else is wrong, then delete it: its rows go"
                        + " out again, under a new key",
                nonsense);
    }
}
