package io.kaizen.sync.adapter.persistence.sqlite;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A temporary table in which payloads gather until all are there. It belongs to our connection, is seen by nobody else, and
 * vanishes with the process; what does not fit into memory SQLite keeps in an unlinked file.
 */
final class StagingTable implements AutoCloseable {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final SqliteDatabase database;
    private final String name;

    private StagingTable(SqliteDatabase database, String name) {
        this.database = database;
        this.name = name;
    }

    static StagingTable create(SqliteDatabase database) {
        StagingTable staging = new StagingTable(database, "outbox_staging_" + NUMBERS.incrementAndGet());
        staging.execute("create temporary table " + staging.name
                + " (position integer primary key, payload text not null)");
        return staging;
    }

    String name() {
        return name;
    }

    /** What to select from, for the column {@code payload}, in the order in which payloads came. */
    String inOrder() {
        return name + " order by position";
    }

    void add(List<byte[]> payloads) {
        database.stage((connection, outbox) -> {
            // Text, as kaizen has it, but made of our bytes by SQLite: no string in between.
            try (PreparedStatement s =
                    connection.prepareStatement("insert into " + name + " (payload) values (cast(? as text))")) {
                for (byte[] json : payloads) {
                    s.setBytes(1, json);
                    s.addBatch();
                }
                return s.executeBatch();
            }
        });
    }

    @Override
    public void close() {
        execute("drop table if exists " + name);
    }

    private void execute(String statement) {
        database.stage((connection, outbox) -> {
            SqliteConnections.execute(connection, statement);
            return true;
        });
    }
}
