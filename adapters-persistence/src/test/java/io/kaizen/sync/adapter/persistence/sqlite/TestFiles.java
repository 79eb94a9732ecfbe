package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Other programs' view of a database file, and rows by the thousand. */
final class TestFiles {

    private TestFiles() {}

    /** Runs a statement on a connection that is open. */
    static void execute(Connection connection, String statement) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(statement);
        }
    }

    /** Runs statements on a connection of another program's. */
    static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The answer to a query, a line per row, columns parted by bars. */
    static List<String> query(Path file, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            ResultSetMetaData columns = answer.getMetaData();
            List<String> lines = new ArrayList<>();
            while (answer.next()) {
                List<String> line = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    line.add(String.valueOf(answer.getString(i)));
                }
                lines.add(String.join("|", line));
            }
            return lines;
        }
    }

    /** Makes the file as an old kaizen made it, which knew no kinds. */
    static void makeWithoutKinds(Path file, int rows) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("create table sync_outbox(id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL,"
                + " payload TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0)");
        statements.add("create table sync_state(k TEXT PRIMARY KEY, v TEXT NOT NULL)");
        statements.addAll(
                Collections.nCopies(rows, "insert into sync_outbox (session_id, payload) values ('s', '{}')"));
        execute(file, statements.toArray(String[]::new));
    }

    static long countPending(SqliteDatabase database) {
        return database.read(session -> new OutboxReader(session).countPending().rows());
    }

    static void append(SqliteDatabase database, BatchKind kind, int rows) {
        new SqliteRowQueue(database)
                .append(
                        kind,
                        new OwnerId("owner"),
                        IntStream.range(0, rows)
                                .mapToObj(i -> ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8))
                                .iterator());
    }
}
