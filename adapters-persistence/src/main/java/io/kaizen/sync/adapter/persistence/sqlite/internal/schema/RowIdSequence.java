package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The last id that SQLite has given to a row of {@code sync_outbox}. SQLite keeps it in a table of its own, which some tools leave out of a
 * backup. After a restore it would give ids again that our tables still know: a new row would pass for a dead letter, or for one that an
 * exporter has taken.
 */
public final class RowIdSequence {

    private static final String COUNTER = "sqlite_sequence";

    /** Looks up the end of an index, or reads a handful of rows. */
    private static final String IDS_WE_KNOW = "select max("
            + "ifnull((select max(row_id) from outbox_dead_letter), 0),"
            + "ifnull((select max(row_id) from outbox_suspect), 0),"
            + "ifnull((select max(row_id) from outbox_exporter_ack), 0),"
            + "ifnull((select max(up_to_row_id) from outbox_purge), 0)),"
            + "ifnull((select max(seq) from sqlite_sequence where name = 'sync_outbox'), 0)";

    private RowIdSequence() {}

    /** Puts the counter behind every id that our tables know. Writes nothing where it is there already. */
    public static void ensure(Connection connection) throws SQLException {
        if (!OutboxShape.exists(connection, COUNTER)) {
            return;
        }
        long known;
        try (Statement s = connection.createStatement();
                ResultSet found = s.executeQuery(IDS_WE_KNOW)) {
            known = found.getLong(1);
            if (known <= found.getLong(2)) {
                return;
            }
        }
        if (update(connection, "update sqlite_sequence set seq = max(seq, ?) where name = 'sync_outbox'", known) == 0) {
            update(connection, "insert into sqlite_sequence (name, seq) values ('sync_outbox', ?)", known);
        }
    }

    private static int update(Connection connection, String statement, long value) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(statement)) {
            s.setLong(1, value);
            return s.executeUpdate();
        }
    }
}
