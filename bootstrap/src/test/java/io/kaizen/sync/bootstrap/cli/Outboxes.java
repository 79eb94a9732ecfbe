package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.row.OutboxRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks into database files past our own code. */
public final class Outboxes {

    private Outboxes() {}

    /** Runs one statement. */
    public static void execute(Path database, String sql) {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }

    /** Adds pending rows, all in one transaction: as a program would that has written to the file for days. */
    public static void insert(Path database, Stream<OutboxRow> rows) {
        try (Connection connection = open(database);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO sync_outbox (session_id, kind, payload) VALUES (?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (OutboxRow row : (Iterable<OutboxRow>) rows::iterator) {
                insert.setString(1, row.owner().value());
                insert.setString(2, row.kind().name());
                insert.setString(3, new String(row.payload(), UTF_8));
                insert.executeUpdate();
            }
            connection.commit();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot insert", broken);
        }
    }

    /** Each row as its columns, with bars between them. */
    public static List<String> query(Path database, String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = open(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
        return rows;
    }

    private static Connection open(Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }
}
