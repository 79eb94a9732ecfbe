package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.retention.RetentionCursors;
import io.kaizen.sync.adapter.persistence.sqlite.internal.retention.RetentionTables;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxMigrations;
import io.kaizen.sync.application.port.out.admin.OutboxUpkeep;
import io.kaizen.sync.application.port.out.admin.PurgeResult;
import io.kaizen.sync.domain.policy.RetentionPolicy;
import java.time.Instant;
import java.util.List;

/**
 * Keeps a SQLite file small. What is purged leaves free pages, which the next rows fill; the file itself does not get shorter, since
 * SQLite could do that only by keeping everybody else out for the time of a copy. This class is thread-safe.
 */
final class SqliteOutboxUpkeep implements OutboxUpkeep {

    private final SqliteDatabase database;

    /** Keeps {@code database} small, which somebody else closes. */
    SqliteOutboxUpkeep(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public boolean isForeign() {
        return database.read(session -> OutboxMigrations.isKaizens(session.statements()));
    }

    @Override
    public void markSent(Instant now) {
        List<RetentionCursors.SentUpTo> news = database.read(session -> {
            RetentionCursors cursors = new RetentionCursors(session);
            return RetentionPolicy.isLookDue(cursors.lastMark(), now) ? cursors.newlySent(now) : List.of();
        });
        if (!news.isEmpty()) {
            database.writeOnly(Durability.NORMAL, session -> new RetentionCursors(session).mark(news, now));
        }
    }

    @Override
    public PurgeResult purgeSent(Instant sentBefore, int maxRows) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows is not positive: " + maxRows);
        }
        boolean isDue = database.read(
                session -> new RetentionCursors(session).due(sentBefore).isPresent());
        if (!isDue) {
            return new PurgeResult(0, true);
        }
        return database.write(Durability.NORMAL, session -> {
            RetentionTables tables = new RetentionTables(session);
            long removed = tables.purge(sentBefore, maxRows);
            return new PurgeResult(removed, tables.isDone(sentBefore));
        });
    }

    @Override
    public long trim() {
        return database.trimLog();
    }
}
