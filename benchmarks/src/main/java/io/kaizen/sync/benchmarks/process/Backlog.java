package io.kaizen.sync.benchmarks.process;

import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.benchmarks.BenchmarkRows;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Fills an outbox, the same way each time. */
final class Backlog {

    private Backlog() {}

    /**
     * Makes an outbox with {@code rows} rows, whose kinds take turns row by row.
     *
     * @return how long the payloads are together, in bytes
     */
    static long fill(Path file, long rows, List<BatchKind> kinds) throws SQLException {
        SqliteOutbox.open(file).close();
        long bytes = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.setAutoCommit(false);
            BenchmarkRows content = new BenchmarkRows();
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into sync_outbox (session_id, kind, payload) values (?, ?, cast(? as text))")) {
                for (long row = 0; row < rows; row++) {
                    BatchKind kind = kinds.get((int) (row % kinds.size()));
                    byte[] payload = content.next(kind, row);
                    bytes += payload.length;
                    insert.setString(1, BenchmarkRows.ownerOf(row));
                    insert.setString(2, kind.name());
                    insert.setBytes(3, payload);
                    insert.executeUpdate();
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement checkpoint = connection.createStatement()) {
                checkpoint.execute("pragma wal_checkpoint(truncate)");
            }
        }
        return bytes;
    }
}
