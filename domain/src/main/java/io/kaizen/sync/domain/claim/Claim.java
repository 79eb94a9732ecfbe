package io.kaizen.sync.domain.claim;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Objects;

/**
 * Which rows, under which idempotency key, bound to what. Written before the POST and there until the commit, it is the crash
 * record: who finds it sends the same rows under the same key.
 *
 * @param rows ascending, not empty
 * @param digest of the body that goes out under {@code key}
 * @param envelope the body was built with; a resend uses it again, whatever the configuration says now
 * @param destination the only one at which {@code key} means anything
 */
public record Claim(
        Lane lane,
        IdempotencyKey key,
        State state,
        List<RowId> rows,
        BodyDigest digest,
        BatchEnvelope envelope,
        Destination destination) {

    /** How far the batch got. */
    public enum State {
        /** It may be on the wire, or stored, or neither. */
        SENDING,
        /** The server has it; exporters hold up the commit. */
        ACCEPTED
    }

    /** @throws IllegalArgumentException if there is no row */
    public Claim {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(state, "state");
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a claim has at least one row");
        }
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(destination, "destination");
    }

    /** A claim on the rows of {@code batch} that is about to be sent. */
    public static Claim sending(Lane lane, IdempotencyKey key, Batch batch, Destination destination) {
        return new Claim(lane, key, State.SENDING, batch.rowIds(), batch.digest(), batch.envelope(), destination);
    }

    /** Its place among the claims of its lane. */
    public RowId firstRow() {
        return rows.get(0);
    }

    /** The same rows under another key. */
    public Claim withKey(IdempotencyKey other) {
        return new Claim(lane, other, state, rows, digest, envelope, destination);
    }

    /** The same claim, known to be stored at the server. */
    public Claim accepted() {
        return new Claim(lane, key, State.ACCEPTED, rows, digest, envelope, destination);
    }
}
