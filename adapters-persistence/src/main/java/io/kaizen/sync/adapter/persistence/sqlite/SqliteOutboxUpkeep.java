package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.OutboxUpkeep;
import io.kaizen.sync.application.port.out.PurgeResult;
import io.kaizen.sync.domain.policy.RetentionPolicy;
import java.time.Instant;
import java.util.List;

/**
 * Keeps a SQLite file small. What is purged leaves free pages, which the next rows fill; the file itself does not get shorter, since
 * SQLite could do that only by keeping everybody else out for the time of a copy. This class is thread-safe.
 */
public final class SqliteOutboxUpkeep implements OutboxUpkeep {

    private final SqliteDatabase database;

    /** Keeps {@code database} small, which somebody else closes. */
    public SqliteOutboxUpkeep(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public boolean isForeign() {
        return database.read((sql, outbox) -> OutboxMigrations.isKaizens(sql));
    }

    @Override
    public void markSent(Instant now) {
        List<RetentionTables.SentUpTo> news = database.read((sql, outbox) -> {
            RetentionTables tables = new RetentionTables(sql, outbox);
            return RetentionPolicy.isLookDue(tables.lastMark(), now) ? tables.newlySent(now) : List.of();
        });
        if (!news.isEmpty()) {
            database.writeOnly(Durability.NORMAL, (sql, outbox) -> new RetentionTables(sql, outbox).mark(news, now));
        }
    }

    @Override
    public PurgeResult purgeSent(Instant sentBefore, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows is not positive: " + maxRows);
        }
        if (!database.read((sql, outbox) -> new RetentionTables(sql, outbox).isDue(sentBefore))) {
            return new PurgeResult(0, true);
        }
        return database.write(Durability.NORMAL, (sql, outbox) -> {
            RetentionTables tables = new RetentionTables(sql, outbox);
            long removed = tables.purge(sentBefore, maxRows);
            return new PurgeResult(removed, !tables.isDue(sentBefore));
        });
    }

    @Override
    public long trim() {
        return database.trimLog();
    }
}
