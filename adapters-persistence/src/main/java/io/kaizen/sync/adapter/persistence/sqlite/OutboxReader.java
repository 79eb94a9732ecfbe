package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.kaizen.sync.adapter.persistence.jooq.tables.SyncOutbox;
import io.kaizen.sync.application.port.out.KindHead;
import io.kaizen.sync.application.port.out.PageRequest;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.SortField;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Reads pending rows, always through the index over them: no statement here looks at a row that it does not return, so none costs
 * more where more waits or more was sent. For one transaction.
 */
final class OutboxReader {

    /** Kaizen's ids begin with 1; whatever stands below is reported by {@code verify} and not sent. */
    private static final Condition PROPER_ID = SYNC_OUTBOX.ID.gt(inline(RowId.BEFORE_ALL.value()));

    private static final Field<byte[]> PAYLOAD = cast(SYNC_OUTBOX.PAYLOAD, SQLDataType.BLOB);

    private final DSLContext sql;
    private final OutboxTable outbox;

    OutboxReader(DSLContext sql, OutboxTable outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** The oldest pending row of each kind. Goes from kind to kind in the index, and skips what lies between. */
    List<KindHead> heads(RowId upTo) {
        List<KindHead> heads = new ArrayList<>();
        Optional<KindHead> head = oldestBehind(null);
        while (head.isPresent()) {
            if (!head.get().oldest().isAfter(upTo)) {
                heads.add(head.get());
            }
            head = oldestBehind(head.get());
        }
        heads.sort(Comparator.comparing(KindHead::kind));
        return heads;
    }

    /** The youngest pending row, found in the same way from the other end. */
    Optional<RowId> youngestPending() {
        Optional<RowId> youngest = Optional.empty();
        Optional<KindHead> tail = youngestBefore(null);
        while (tail.isPresent()) {
            RowId candidate = tail.get().oldest();
            if (youngest.isEmpty() || candidate.isAfter(youngest.get())) {
                youngest = Optional.of(candidate);
            }
            tail = youngestBefore(tail.get());
        }
        return youngest;
    }

    Optional<RowId> oldestPending(BatchKind kind, RowId after, RowId upTo) {
        if (!outbox.hasKind() && !kind.equals(BatchKind.EVENTS)) {
            return Optional.empty();
        }
        String query = "select id from " + outbox.viaIndexInSql() + " where sent = 0"
                + (outbox.hasKind() ? " and kind = ?" : "") + " and id > ? and id <= ? order by id limit 1";
        Object[] values = outbox.hasKind()
                ? new Object[] {kind.name(), after.value(), upTo.value()}
                : new Object[] {after.value(), upTo.value()};
        return Statements.of(sql).first(query, found -> new RowId(found.getLong(1)), values);
    }

    /** Reads until one of the two limits is reached. */
    List<OutboxRow> page(PageRequest request) {
        if (!outbox.hasKind() && !request.kind().equals(BatchKind.EVENTS)) {
            return List.of();
        }
        List<Object> values = new ArrayList<>();
        // A row that is too long for the page has no place in it, unless it comes first: so it is not read before we
        // know. One that is longer than any row may be is not read at all.
        values.add(Math.min(request.maxBytes(), request.maxRowBytes()));
        if (outbox.hasKind()) {
            values.add(request.kind().name());
        }
        values.addAll(List.of(request.after().value(), request.upTo().value(), (long) request.maxRows()));
        return Statements.of(sql).queryOnce(pageQuery(), answer -> new Page(request).of(answer), values.toArray());
    }

    private String pageQuery() {
        return "select id, session_id, case when octet_length(payload) <= ? then cast(payload as blob) end,"
                + " octet_length(payload) from " + outbox.viaIndexInSql() + " where sent = 0"
                + (outbox.hasKind() ? " and kind = ?" : "") + " and id > ? and id <= ? order by id limit ?";
    }

    /** A page as it fills. */
    private final class Page {

        private final PageRequest request;
        private final List<OutboxRow> rows;
        private long bytes;
        /** Of the row before: rows of one owner come together. */
        private OwnerId owner = new OwnerId("");

        Page(PageRequest request) {
            this.request = request;
            this.rows = new ArrayList<>(Math.min(request.maxRows(), 1_000));
        }

        List<OutboxRow> of(ResultSet answer) throws SQLException {
            while (answer.next()) {
                byte @Nullable [] payload = answer.getBytes(3);
                long length = payload == null ? answer.getLong(4) : payload.length;
                boolean isRead = length <= request.maxRowBytes();
                bytes += isRead ? length : 0;
                if (bytes > request.maxBytes() && !rows.isEmpty()) {
                    return rows;
                }
                RowId id = new RowId(answer.getLong(1));
                rows.add(
                        isRead
                                ? new OutboxRow(id, ownerIn(answer), request.kind(), orRead(payload, id))
                                : OutboxRow.unread(id, ownerIn(answer), request.kind(), length));
            }
            return rows;
        }

        private OwnerId ownerIn(ResultSet answer) throws SQLException {
            String name = answer.getString(2);
            if (!owner.value().equals(name)) {
                owner = new OwnerId(name);
            }
            return owner;
        }

        private byte[] orRead(byte @Nullable [] payload, RowId id) {
            return payload == null ? payloadOf(id.value()) : payload;
        }
    }

    List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
        return sql.select(SYNC_OUTBOX.ID, SYNC_OUTBOX.SESSION_ID, PAYLOAD)
                .from(SYNC_OUTBOX)
                .where(RowIds.in(SYNC_OUTBOX.ID, rows), outbox.pending(kind))
                .orderBy(SYNC_OUTBOX.ID)
                .fetch(row -> new OutboxRow(new RowId(row.value1()), new OwnerId(row.value2()), kind, row.value3()));
    }

    /** Those of {@code rows}, which ascend, that are pending and of that kind. */
    List<RowId> stillPending(BatchKind kind, List<RowId> rows) {
        return sql.select(SYNC_OUTBOX.ID)
                .from(outbox.viaIndex())
                .where(RowIds.in(SYNC_OUTBOX.ID, rows), outbox.pending(kind))
                .orderBy(SYNC_OUTBOX.ID)
                .fetch(row -> new RowId(row.value1()));
    }

    long countPending() {
        return sql.fetchCount(outbox.viaIndex(), OutboxTable.PENDING);
    }

    private byte[] payloadOf(long id) {
        return sql.select(PAYLOAD)
                .from(SYNC_OUTBOX)
                .where(SYNC_OUTBOX.ID.eq(id))
                .fetchSingle()
                .value1();
    }

    private Optional<KindHead> oldestBehind(@Nullable KindHead previous) {
        if (!outbox.hasKind()) {
            return previous == null ? only(SYNC_OUTBOX.ID.asc()) : Optional.empty();
        }
        return sql.select(SYNC_OUTBOX.KIND, SYNC_OUTBOX.ID)
                .from(outbox.viaIndex())
                .where(
                        OutboxTable.PENDING,
                        PROPER_ID,
                        previous == null ? noCondition() : SYNC_OUTBOX.KIND.gt(kindOf(previous)))
                .orderBy(SYNC_OUTBOX.KIND, SYNC_OUTBOX.ID)
                .limit(inline(1))
                .fetchOptional(OutboxReader::toHead);
    }

    private Optional<KindHead> youngestBefore(@Nullable KindHead next) {
        if (!outbox.hasKind()) {
            return next == null ? only(SYNC_OUTBOX.ID.desc()) : Optional.empty();
        }
        return sql.select(SYNC_OUTBOX.KIND, SYNC_OUTBOX.ID)
                .from(outbox.viaIndex())
                .where(OutboxTable.PENDING, PROPER_ID, next == null ? noCondition() : SYNC_OUTBOX.KIND.lt(kindOf(next)))
                .orderBy(SYNC_OUTBOX.KIND.desc(), SYNC_OUTBOX.ID.desc())
                .limit(inline(1))
                .fetchOptional(OutboxReader::toHead);
    }

    /**
     * The kind of a head as it is stored. As we have read it, it may be another: bytes that are no UTF-8, or no text at all, are
     * replaced on the way, and a walk from kind to kind would find the same one for ever.
     */
    private static Field<String> kindOf(KindHead head) {
        SyncOutbox same = SYNC_OUTBOX.as("same");
        return field(select(same.KIND).from(same).where(same.ID.eq(head.oldest().value())));
    }

    private Optional<KindHead> only(SortField<Long> order) {
        return sql.select(outbox.kind(), SYNC_OUTBOX.ID)
                .from(outbox.viaIndex())
                .where(OutboxTable.PENDING, PROPER_ID)
                .orderBy(order)
                .limit(inline(1))
                .fetchOptional(OutboxReader::toHead);
    }

    private static KindHead toHead(Record2<String, Long> row) {
        return new KindHead(new BatchKind(row.value1()), new RowId(row.value2()));
    }
}
