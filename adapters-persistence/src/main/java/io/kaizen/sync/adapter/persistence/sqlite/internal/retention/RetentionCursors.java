package io.kaizen.sync.adapter.persistence.sqlite.internal.retention;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.KindHead;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far rows are sent, by {@code outbox_sent_mark}, and purged, by {@code outbox_purge}. Each kind has a cursor of its own, so that a
 * row that waits for long keeps only rows of its own kind from being purged. Asked by every process that flushes, and so without jOOQ.
 * For one transaction.
 */
public final class RetentionCursors {

    private final SqliteSession session;
    private final HotStatements statements;
    private final OutboxShape outbox;

    /** For the transaction, or the moment, of {@code session}. */
    public RetentionCursors(SqliteSession session) {
        this.session = session;
        this.statements = session.statements();
        this.outbox = session.outbox();
    }

    /** Up to which row all rows of a kind are sent. */
    public record SentUpTo(BatchKind kind, long row) {}

    /** When a mark was last set. */
    public Optional<Instant> lastMark() {
        return statements.first(
                "select marked_ms from outbox_sent_mark order by marked_ms desc limit 1",
                found -> Instant.ofEpochMilli(found.getLong(1)));
    }

    /** What is sent now and was not when the last marks until then were set. Looks at one row of each kind. */
    public List<SentUpTo> newlySent(Instant now) {
        Map<BatchKind, RowId> oldest = new HashMap<>();
        for (KindHead head : new OutboxReader(session).heads(new RowId(Long.MAX_VALUE))) {
            oldest.put(head.kind(), head.oldest());
        }
        long youngest = statements
                .first("select id from sync_outbox order by id desc limit 1", found -> found.getLong(1))
                .orElse(0L);
        List<SentUpTo> news = new ArrayList<>();
        for (BatchKind kind : kinds()) {
            RowId waits = oldest.get(kind);
            long sentUpTo = waits != null ? waits.value() - 1 : youngest;
            if (sentUpTo > Math.max(purgedUpTo(kind), markedUpTo(kind, now.toEpochMilli() + 1))) {
                news.add(new SentUpTo(kind, sentUpTo));
            }
        }
        return news;
    }

    /** Marks from later than {@code now} come from a clock that was wrong, and go. */
    public void mark(List<SentUpTo> sent, Instant now) {
        statements.update("delete from outbox_sent_mark where marked_ms > ?", now.toEpochMilli());
        for (SentUpTo each : sent) {
            statements.update(
                    "insert into outbox_sent_mark (kind, marked_ms, up_to_row_id) values (?, ?, ?)"
                            + " on conflict (kind, marked_ms) do update set up_to_row_id = excluded.up_to_row_id",
                    each.kind().name(),
                    now.toEpochMilli(),
                    each.row());
        }
    }

    /** A kind with rows to look at, and up to which: marks from before then reach further than purging has come. Empty if there is none. */
    public Optional<SentUpTo> due(Instant sentBefore) {
        for (BatchKind kind : kinds()) {
            long target = markedUpTo(kind, sentBefore.toEpochMilli());
            if (target > purgedUpTo(kind)) {
                return Optional.of(new SentUpTo(kind, target));
            }
        }
        return Optional.empty();
    }

    long markedUpTo(BatchKind kind, long beforeMillis) {
        return statements.number(
                "select coalesce(max(up_to_row_id), 0) from outbox_sent_mark where kind = ? and marked_ms < ?",
                kind.name(),
                beforeMillis);
    }

    long purgedUpTo(BatchKind kind) {
        return statements
                .first("select up_to_row_id from outbox_purge where kind = ?", found -> found.getLong(1), kind.name())
                .orElse(0L);
    }

    /** Kaizen's, of which rows may have been sent before there were lanes, and all that ever had a lane. */
    private Set<BatchKind> kinds() {
        if (!outbox.hasKind()) {
            return Set.of(BatchKind.EVENTS);
        }
        Set<BatchKind> kinds = new LinkedHashSet<>(KaizenKinds.REGISTRY.names());
        kinds.addAll(statements.query("select distinct kind from outbox_lane", found -> {
            List<BatchKind> withLanes = new ArrayList<>();
            while (found.next()) {
                withLanes.add(new BatchKind(found.getString(1)));
            }
            return withLanes;
        }));
        return kinds;
    }
}
