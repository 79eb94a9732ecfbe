package io.kaizen.sync.adapter.persistence.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code sync_outbox} has in a file, for {@link OutboxTable} and for statements that are plain text. Knows nothing of jOOQ: to
 * load that costs as much as all else that a command does which only looks at a file.
 *
 * @param hasKind whether there is a column {@code kind}
 * @param hasIndex whether the index over pending rows is there
 */
record OutboxShape(boolean hasKind, boolean hasIndex) {

    private static final List<String> REQUIRED = List.of("id", "session_id", "payload", "sent");

    /** Looks which columns the table has, by name: their order differs between kaizen's files and ours. */
    static OutboxShape in(Connection connection, Path file) throws SQLException {
        Set<String> columns = columns(connection);
        for (String required : REQUIRED) {
            if (!columns.contains(required)) {
                throw SqliteFailures.unusable(
                        file,
                        "has a table sync_outbox without a column \"" + required + "\"",
                        "it is not an outbox of kaizen's; name the right file");
            }
        }
        boolean hasKind = columns.contains("kind");
        return new OutboxShape(hasKind, exists(connection, PendingIndex.nameFor(hasKind)));
    }

    /** Whether there is a table or an index of that name. */
    static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("select 1 from sqlite_master where name = ?")) {
            s.setString(1, name);
            try (ResultSet found = s.executeQuery()) {
                return found.next();
            }
        }
    }

    /**
     * The table for a query for pending rows. SQLite is told to use the index: once somebody has run {@code ANALYZE} it
     * would rather go through the rows themselves, sent ones and all, since it holds every kind to be rare.
     */
    String viaIndex() {
        return hasIndex ? "sync_outbox indexed by " + PendingIndex.nameFor(hasKind) : "sync_outbox";
    }

    private static Set<String> columns(Connection connection) throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (Statement s = connection.createStatement();
                ResultSet names = s.executeQuery("select name from pragma_table_info('sync_outbox')")) {
            while (names.next()) {
                columns.add(names.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }
}
