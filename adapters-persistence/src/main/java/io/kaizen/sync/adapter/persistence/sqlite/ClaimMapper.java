package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.jooq.tables.records.OutboxClaimRecord;
import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.Lane;
import io.kaizen.sync.application.port.out.OutboxStoreException;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes claims as rows of {@code outbox_claim} and reads them back. */
final class ClaimMapper {

    private static final String SENDING = "sending";
    private static final String ACCEPTED = "accepted";

    private ClaimMapper() {}

    /** Columns in the order of {@link #values}. */
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

    /** What is written for a claim: plain values, since to fill a record of jOOQ's would cost as much as to write the row. */
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
    static Claim toClaim(OutboxClaimRecord row) {
        try {
            return parse(row);
        } catch (IllegalArgumentException | ArithmeticException nonsense) {
            throw damaged(row, nonsense);
        }
    }

    /** The rows of a claim alone, with the same exception. */
    static List<RowId> rows(OutboxClaimRecord row) {
        try {
            return RowIds.read(row.getRowIds());
        } catch (IllegalArgumentException nonsense) {
            throw damaged(row, nonsense);
        }
    }

    /** Reads a claim; an exception says what is wrong with it. */
    static Claim parse(OutboxClaimRecord row) {
        List<RowId> rows = RowIds.read(row.getRowIds());
        if (rows.get(0).value() != row.getFirstRowId()) {
            throw new IllegalArgumentException(
                    "it is filed under row " + row.getFirstRowId() + " and begins with row " + rows.get(0));
        }
        return new Claim(
                new Lane(new BatchKind(row.getKind()), Math.toIntExact(row.getLane())),
                IdempotencyKey.parse(row.getIdempotencyKey()),
                state(row.getState()),
                rows,
                new BodyDigest(row.getBodyDigest()),
                new BatchEnvelope(
                        row.getEnvelopeTeamId(),
                        row.getEnvelopeWorkspaceHash(),
                        Optional.ofNullable(row.getEnvelopeProjectName())),
                new Destination(row.getDestinationEndpoint(), row.getDestinationTeamId()));
    }

    private static Claim.State state(String text) {
        return switch (text) {
            case SENDING -> Claim.State.SENDING;
            case ACCEPTED -> Claim.State.ACCEPTED;
            default -> throw new IllegalArgumentException("its state \"" + text + "\" is unknown");
        };
    }

    static OutboxStoreException damaged(OutboxClaimRecord row, RuntimeException nonsense) {
        return OutboxStoreException.ofOneKind(
                "the claim on row " + row.getFirstRowId() + " of kind " + row.getKind()
                        + " in outbox_claim makes no sense ("
                        + nonsense.getMessage()
                        + "); run \"verify\" to see what else is wrong, then delete it: its rows go"
                        + " out again, under a new key",
                nonsense);
    }
}
