package io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A temporary table in which payloads gather until all are there. It belongs to our connection, is seen by nobody else, and
 * vanishes with the process; what does not fit into memory SQLite keeps in an unlinked file. For one thread at a time.
 */
public final class StagingTable implements AutoCloseable {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final SqliteDatabase database;
    private final String name;
    private final MessageDigest digest = newDigest();
    private long rows;
    private long bytes;

    private StagingTable(SqliteDatabase database, String name) {
        this.database = database;
        this.name = name;
    }

    /** Makes an empty one. */
    public static StagingTable create(SqliteDatabase database) {
        StagingTable staging = new StagingTable(database, "outbox_staging_" + NUMBERS.incrementAndGet());
        staging.execute(
                "create temporary table " + staging.name + " (position integer primary key, payload text not null)");
        return staging;
    }

    /** What it is called in SQL. */
    public String name() {
        return name;
    }

    /** How many payloads are here; their positions are the numbers from 1 to this. */
    long rows() {
        return rows;
    }

    /** How long they are together. */
    public long bytes() {
        return bytes;
    }

    /** Makes the digest one of payloads for that target. */
    public void beginWith(RowTarget target) {
        digest.update((target.kind().name() + '\n' + target.owner().value() + '\n').getBytes(UTF_8));
    }

    /** What tells these payloads, in this order, from all others. To be asked once, when all are here. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Adds payloads behind those that are here. */
    public void add(List<byte[]> payloads) {
        database.writeOnly(Durability.TEMPORARY, session -> {
            try (HotStatements once = session.statements().another()) {
                once.updateEach("insert into " + name + " (payload) values (cast(? as text))", payloads);
            }
        });
        for (byte[] json : payloads) {
            digest.update(json);
            digest.update((byte) '\n');
            bytes += json.length;
        }
        rows += payloads.size();
    }

    @Override
    public void close() {
        execute("drop table if exists " + name);
    }

    private void execute(String statement) {
        database.writeOnly(Durability.TEMPORARY, session -> session.statements().executeOnce(statement));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
