package io.kaizen.sync.adapter.persistence.sqlite;

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
import java.util.List;
import java.util.stream.IntStream;

/** Other programs' view of a database file, and rows by the thousand. */
final class TestFiles {

    private TestFiles() {}

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

    static long countPending(SqliteDatabase database) {
        return database.read((sql, outbox) -> new OutboxReader(sql, outbox).countPending());
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
