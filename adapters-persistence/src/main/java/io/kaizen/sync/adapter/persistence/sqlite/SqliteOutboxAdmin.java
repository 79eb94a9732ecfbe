package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.audit.OutboxAudit;
import io.kaizen.sync.adapter.persistence.sqlite.internal.audit.OutboxCensus;
import io.kaizen.sync.adapter.persistence.sqlite.internal.audit.OutboxCounts;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.retention.RetentionCursors;
import io.kaizen.sync.adapter.persistence.sqlite.internal.retention.RetentionTables;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxMigrations;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.admin.PurgeResult;
import io.kaizen.sync.domain.policy.RetentionPolicy;
import java.time.Instant;
import java.util.List;

/**
 * Looks after a SQLite file. Counts on connections of its own, so that no flush waits for them. What is purged leaves free pages, which the
 * next rows fill; the file itself does not get shorter, since SQLite could do that only by keeping all others out for the time of a copy.
 * This class is thread-safe.
 */
final class SqliteOutboxAdmin implements OutboxAdmin {

    private final SqliteDatabase database;

    /** Looks after {@code database}, which the caller closes. */
    SqliteOutboxAdmin(SqliteDatabase database) {
        this.database = database;
    }

    /** {@inheritDoc} Costs what the pending rows cost, however many are sent: those are in no index, and estimated above 100,000. */
    @Override
    public OutboxStatus status() {
        return database.snapshot(session -> new OutboxCounts(session).status());
    }

    @Override
    public List<String> problems() {
        return database.snapshot(session -> new OutboxAudit(session).problems());
    }

    /** {@inheritDoc} Reads the whole table once. */
    @Override
    public OutboxBalance balance() {
        return database.snapshot(session -> new OutboxCensus(session).balance());
    }

    @Override
    public DeadLetters deadLetters() {
        return new SqliteDeadLetters(database);
    }

    @Override
    public OverrideStore overrides() {
        return new SqliteOverrideStore(database);
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
