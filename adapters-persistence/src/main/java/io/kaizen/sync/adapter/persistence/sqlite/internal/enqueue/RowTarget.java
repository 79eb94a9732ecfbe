package io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Where new rows go, and the statements that bring them there. For one transaction at a time.
 *
 * @param replacing whether the owner's pending rows of the kind go away
 */
public record RowTarget(BatchKind kind, OwnerId owner, boolean replacing) {

    /** Throws where the file has no place for the kind. */
    public void require(OutboxShape outbox, Path file) {
        if (!outbox.hasKind() && !kind.equals(BatchKind.EVENTS)) {
            throw SqliteFailures.eventsOnly(file, kind);
        }
    }

    /** Deletes the rows that the new ones replace, if they replace any. */
    public void removeReplaced(Connection connection, OutboxShape outbox) throws SQLException {
        if (replacing) {
            String ofKind = outbox.hasKind() ? " and kind = ?" : "";
            try (PreparedStatement s =
                    connection.prepareStatement("delete from sync_outbox where sent = 0 and session_id = ?" + ofKind)) {
                bind(s, outbox);
                s.executeUpdate();
            }
        }
    }

    /** Inserts rows from memory; returns how many. */
    public long insert(Connection connection, OutboxShape outbox, List<byte[]> payloads) throws SQLException {
        // Text, as kaizen has it, but made of our bytes by SQLite: no string in between.
        try (PreparedStatement s =
                connection.prepareStatement(into(outbox) + " values (" + ownerAndKind(outbox) + ", cast(? as text))")) {
            int last = bind(s, outbox);
            for (byte[] payload : payloads) {
                s.setBytes(last + 1, payload);
                s.addBatch();
            }
            s.executeBatch();
        }
        return payloads.size();
    }

    /** Inserts all rows that are staged; returns how many. */
    public long insert(Connection connection, OutboxShape outbox, StagingTable staging) throws SQLException {
        return insert(connection, outbox, staging, 0, Long.MAX_VALUE);
    }

    /** Inserts those behind {@code after} and up to {@code last}, both positions; returns how many. */
    public long insert(Connection connection, OutboxShape outbox, StagingTable staging, long after, long last)
            throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(into(outbox) + " select " + ownerAndKind(outbox)
                + ", payload from " + staging.name() + " where position > ? and position <= ? order by position")) {
            int bound = bind(s, outbox);
            s.setLong(bound + 1, after);
            s.setLong(bound + 2, last);
            return s.executeLargeUpdate();
        }
    }

    private static String into(OutboxShape outbox) {
        return "insert into sync_outbox (session_id, " + (outbox.hasKind() ? "kind, " : "") + "payload)";
    }

    private static String ownerAndKind(OutboxShape outbox) {
        return outbox.hasKind() ? "?, ?" : "?";
    }

    /** Binds owner and, where there are kinds, kind; returns the number of the last parameter. */
    private int bind(PreparedStatement s, OutboxShape outbox) throws SQLException {
        s.setString(1, owner.value());
        if (outbox.hasKind()) {
            s.setString(2, kind.name());
        }
        return outbox.hasKind() ? 2 : 1;
    }
}
