package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_PURGE;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_SENT_MARK;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.sum;

import io.kaizen.sync.application.port.out.KindHead;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record3;

/**
 * {@code outbox_sent_mark} and {@code outbox_purge}. Each kind has a cursor of its own, so that a row that waits for long keeps only
 * rows of its own kind from being purged. For one transaction.
 */
final class RetentionTables {

    /** Rows looked at for one step, most of which may be of other kinds. */
    private static final int LOOKED_AT = 5_000;

    private final DSLContext sql;
    private final OutboxTable outbox;

    RetentionTables(DSLContext sql, OutboxTable outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** Up to which row all rows of a kind are sent. */
    record SentUpTo(BatchKind kind, long row) {}

    Optional<Instant> lastMark() {
        return Optional.ofNullable(sql.select(max(OUTBOX_SENT_MARK.MARKED_MS))
                        .from(OUTBOX_SENT_MARK)
                        .fetchSingle()
                        .value1())
                .map(Instant::ofEpochMilli);
    }

    /** What is sent now and was not when the last marks until then were set. Looks at one row of each kind. */
    List<SentUpTo> newlySent(Instant now) {
        Map<BatchKind, RowId> oldest = new HashMap<>();
        for (KindHead head : new OutboxReader(sql, outbox).heads(new RowId(Long.MAX_VALUE))) {
            oldest.put(head.kind(), head.oldest());
        }
        Long youngest =
                sql.select(max(SYNC_OUTBOX.ID)).from(SYNC_OUTBOX).fetchSingle().value1();
        List<SentUpTo> news = new ArrayList<>();
        for (BatchKind kind : kinds()) {
            RowId waits = oldest.get(kind);
            long sentUpTo = waits != null ? waits.value() - 1 : youngest == null ? 0 : youngest;
            if (sentUpTo > Math.max(purgedUpTo(kind), markedUpTo(kind, now.toEpochMilli() + 1))) {
                news.add(new SentUpTo(kind, sentUpTo));
            }
        }
        return news;
    }

    /** Marks from later than {@code now} come from a clock that was wrong, and go. */
    void mark(List<SentUpTo> sent, Instant now) {
        sql.deleteFrom(OUTBOX_SENT_MARK)
                .where(OUTBOX_SENT_MARK.MARKED_MS.gt(now.toEpochMilli()))
                .execute();
        for (SentUpTo each : sent) {
            sql.insertInto(
                            OUTBOX_SENT_MARK,
                            OUTBOX_SENT_MARK.KIND,
                            OUTBOX_SENT_MARK.MARKED_MS,
                            OUTBOX_SENT_MARK.UP_TO_ROW_ID)
                    .values(each.kind().name(), now.toEpochMilli(), each.row())
                    .onConflict(OUTBOX_SENT_MARK.KIND, OUTBOX_SENT_MARK.MARKED_MS)
                    .doUpdate()
                    .set(OUTBOX_SENT_MARK.UP_TO_ROW_ID, each.row())
                    .execute();
        }
    }

    /** Whether marks from before {@code sentBefore} reach further than purging has come. */
    boolean isDue(Instant sentBefore) {
        return due(sentBefore).isPresent();
    }

    /** Removes the oldest rows of each kind, at most {@code most} in all, and counts them. Returns how many. */
    long purge(Instant sentBefore, int most) {
        long removed = 0;
        int looks = LOOKED_AT;
        Optional<SentUpTo> due = due(sentBefore);
        while (due.isPresent() && removed < most && looks > 0) {
            Step step = purge(due.get(), most - removed, looks);
            removed += step.removed();
            looks -= Math.max(1, step.looks());
            due = due(sentBefore);
        }
        return removed;
    }

    private record Step(long removed, int looks) {}

    private Step purge(SentUpTo due, long most, int looks) {
        var window = sql.select(SYNC_OUTBOX.ID, SYNC_OUTBOX.SENT, outbox.kind())
                .from(SYNC_OUTBOX)
                .where(SYNC_OUTBOX.ID.gt(purgedUpTo(due.kind())), SYNC_OUTBOX.ID.le(due.row()))
                .orderBy(SYNC_OUTBOX.ID)
                .limit(looks)
                .fetch();
        List<RowId> old = new ArrayList<>();
        long reached = window.size() < looks ? due.row() : 0;
        for (Record3<Long, Long, String> row : window) {
            if (old.size() == most) {
                reached = old.get(old.size() - 1).value();
                break;
            }
            if (row.value2() == 1 && due.kind().name().equals(row.value3())) {
                old.add(new RowId(row.value1()));
            }
            reached = Math.max(reached, row.value1());
        }
        if (!old.isEmpty()) {
            sql.deleteFrom(SYNC_OUTBOX)
                    .where(RowIds.in(SYNC_OUTBOX.ID, old), OutboxTable.SENT)
                    .execute();
        }
        count(due.kind(), reached, old.size());
        forgetMarks(due.kind(), reached);
        return new Step(old.size(), window.size());
    }

    /** A kind with rows to look at, and up to which; empty if there is none. */
    private Optional<SentUpTo> due(Instant sentBefore) {
        for (BatchKind kind : kinds()) {
            long target = markedUpTo(kind, sentBefore.toEpochMilli());
            if (target > purgedUpTo(kind)) {
                return Optional.of(new SentUpTo(kind, target));
            }
        }
        return Optional.empty();
    }

    long purgedRows() {
        return sql.select(coalesce(sum(OUTBOX_PURGE.PURGED_ROWS), inline(0)))
                .from(OUTBOX_PURGE)
                .fetchSingle()
                .value1()
                .longValueExact();
    }

    private void count(BatchKind kind, long upTo, long rows) {
        sql.insertInto(OUTBOX_PURGE, OUTBOX_PURGE.KIND, OUTBOX_PURGE.UP_TO_ROW_ID, OUTBOX_PURGE.PURGED_ROWS)
                .values(kind.name(), upTo, rows)
                .onConflict(OUTBOX_PURGE.KIND)
                .doUpdate()
                .set(OUTBOX_PURGE.UP_TO_ROW_ID, upTo)
                .set(OUTBOX_PURGE.PURGED_ROWS, OUTBOX_PURGE.PURGED_ROWS.plus(rows))
                .execute();
    }

    /** Of marks that are behind the cursor the last is kept: it tells when we looked, and what is no news. */
    private void forgetMarks(BatchKind kind, long upTo) {
        Field<Long> last = OUTBOX_SENT_MARK.UP_TO_ROW_ID;
        sql.deleteFrom(OUTBOX_SENT_MARK)
                .where(OUTBOX_SENT_MARK.KIND.eq(kind.name()), last.le(upTo), last.lt(markedUpTo(kind, Long.MAX_VALUE)))
                .execute();
    }

    private long markedUpTo(BatchKind kind, long beforeMillis) {
        return sql.select(coalesce(max(OUTBOX_SENT_MARK.UP_TO_ROW_ID), inline(0L)))
                .from(OUTBOX_SENT_MARK)
                .where(OUTBOX_SENT_MARK.KIND.eq(kind.name()), OUTBOX_SENT_MARK.MARKED_MS.lt(beforeMillis))
                .fetchSingle()
                .value1();
    }

    private long purgedUpTo(BatchKind kind) {
        return Optional.ofNullable(sql.select(OUTBOX_PURGE.UP_TO_ROW_ID)
                        .from(OUTBOX_PURGE)
                        .where(OUTBOX_PURGE.KIND.eq(kind.name()))
                        .fetchOne(OUTBOX_PURGE.UP_TO_ROW_ID))
                .orElse(0L);
    }

    private List<BatchKind> kinds() {
        return outbox.hasKind() ? Kinds.all().stream().map(KindSpec::kind).toList() : List.of(BatchKind.EVENTS);
    }
}
