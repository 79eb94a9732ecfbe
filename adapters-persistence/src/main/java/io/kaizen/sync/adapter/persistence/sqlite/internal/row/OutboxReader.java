package io.kaizen.sync.adapter.persistence.sqlite.internal.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.RowCount;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads pending rows, always through the index over them, and marks them sent: no statement here looks at a row that it does not return, so
 * none costs more where more waits or more was sent. For one transaction.
 */
public final class OutboxReader {

    /** Kaizen's ids begin with 1; whatever stands below is reported by {@code verify} and not sent. */
    private static final String PENDING = " where sent = 0 and id > " + RowId.BEFORE_ALL.value();

    /**
     * The kind of a head as it is stored. As we have read it, it may be another: bytes that are no UTF-8, or no text at all, are
     * replaced on the way, and a walk from kind to kind would find the same one for ever.
     */
    private static final String KIND_OF_HEAD = "(select same.kind from sync_outbox as same where same.id = ?)";

    private final HotStatements statements;
    private final OutboxShape outbox;

    /** For the transaction, or the moment, of {@code session}. */
    public OutboxReader(SqliteSession session) {
        this(session.statements(), session.outbox());
    }

    /** Rows of a file whose table has the shape {@code outbox}. */
    public OutboxReader(HotStatements statements, OutboxShape outbox) {
        this.statements = statements;
        this.outbox = outbox;
    }

    /** The oldest pending row of each kind. Goes from kind to kind in the index, and skips what lies between. */
    public List<KindHead> heads(RowId upTo) {
        List<KindHead> heads = new ArrayList<>();
        Set<RowId> passed = new HashSet<>();
        Optional<KindHead> head = oldestBehind(null);
        while (head.isPresent()) {
            requireNew(head.get(), passed);
            if (!head.get().oldest().isAfter(upTo)) {
                heads.add(head.get());
            }
            head = oldestBehind(head.get());
        }
        heads.sort(Comparator.comparing(KindHead::kind));
        return heads;
    }

    /** The youngest pending row, found in the same way from the other end. */
    public Optional<RowId> youngestPending() {
        Optional<RowId> youngest = Optional.empty();
        Set<RowId> passed = new HashSet<>();
        Optional<KindHead> tail = youngestBefore(null);
        while (tail.isPresent()) {
            requireNew(tail.get(), passed);
            RowId candidate = tail.get().oldest();
            if (youngest.isEmpty() || candidate.isAfter(youngest.get())) {
                youngest = Optional.of(candidate);
            }
            tail = youngestBefore(tail.get());
        }
        return youngest;
    }

    /** In a damaged index the walk from kind to kind can come back to where it was, and would never end. */
    private static void requireNew(KindHead head, Set<RowId> passed) {
        if (!passed.add(head.oldest())) {
            throw new OutboxStoreException("the database is damaged: its index over pending rows leads back to row "
                    + head.oldest() + "; mend it with REINDEX in the sqlite3 program, or restore a backup");
        }
    }

    /** Reads until one of the two limits is reached. */
    public List<OutboxRow> page(PageRequest request) {
        BatchKind kind = request.lane().kind();
        if (!outbox.hasKind() && !kind.equals(BatchKind.EVENTS)) {
            return List.of();
        }
        List<Object> values = new ArrayList<>();
        // A row that is too long for the page has no place in it, unless it comes first: so it is not read before we
        // know. One that is longer than any row may be is not read at all.
        values.add(Math.min(request.maxBytes(), request.maxRowBytes()));
        if (outbox.hasKind()) {
            values.add(kind.name());
        }
        values.addAll(range(request));
        values.add((long) request.maxRows());
        return statements.queryOnce(
                pageQuery(request.order()), answer -> new Page(request).of(answer), values.toArray());
    }

    /** Between which ids a page lies: from above the first to the second. */
    private static List<Long> range(PageRequest request) {
        long upTo = IdBound.of(request.bound()).value();
        long after = request.after().map(RowId::value).orElse(RowId.BEFORE_ALL.value());
        return request.order() == PageRequest.Order.OLDEST_FIRST
                        || request.after().isEmpty()
                ? List.of(after, upTo)
                : List.of(RowId.BEFORE_ALL.value(), Math.min(after - 1, upTo));
    }

    private String pageQuery(PageRequest.Order order) {
        String direction = order == PageRequest.Order.YOUNGEST_FIRST ? " desc" : "";
        return "select id, session_id, case when octet_length(payload) <= ? then cast(payload as blob) end,"
                + " octet_length(payload) from " + outbox.viaIndex() + " where sent = 0"
                + (outbox.hasKind() ? " and kind = ?" : "") + " and id > ? and id <= ? order by id" + direction
                + " limit ?";
    }

    /** A page as it fills. */
    private final class Page {

        private final PageRequest request;
        private final List<OutboxRow> rows;
        private long bytes;
        /** Of the row before: rows of one owner come together. */
        private OwnerId owner = new OwnerId("");

        private byte[] ownerName = {};

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
                                ? new OutboxRow(
                                        id, ownerIn(answer), request.lane().kind(), orRead(payload, id))
                                : OutboxRow.unread(
                                        id, ownerIn(answer), request.lane().kind(), length));
            }
            return rows;
        }

        /** As bytes, since the driver makes four objects of a text, and most are the same as the one before. */
        private OwnerId ownerIn(ResultSet answer) throws SQLException {
            byte[] name = answer.getBytes(2);
            if (!Arrays.equals(name, ownerName)) {
                ownerName = name;
                owner = new OwnerId(new String(name, UTF_8));
            }
            return owner;
        }

        private byte[] orRead(byte @Nullable [] payload, RowId id) {
            return payload == null ? payloadOf(id.value()) : payload;
        }
    }

    /** Those of {@code rows}, which ascend, that are pending and of that kind. */
    public List<OutboxRow> pendingRows(BatchKind kind, List<RowId> rows) {
        return pending("id, session_id, cast(payload as blob)", "sync_outbox", kind, rows, found -> {
            RowId id = new RowId(found.getLong(1));
            return new OutboxRow(id, new OwnerId(found.getString(2)), kind, found.getBytes(3));
        });
    }

    /** The ids of the same. */
    public List<RowId> stillPending(BatchKind kind, List<RowId> rows) {
        return pending("id", outbox.viaIndex(), kind, rows, found -> new RowId(found.getLong(1)));
    }

    private <T> List<T> pending(
            String columns, String table, BatchKind kind, List<RowId> rows, HotStatements.Reading<T> reading) {
        if (!outbox.hasKind() && !kind.equals(BatchKind.EVENTS)) {
            return List.of();
        }
        String query = "select " + columns + " from " + table + " where sent = 0"
                + (outbox.hasKind() ? " and kind = ?" : "") + " and " + RowIds.in("id", rows) + " order by id";
        Object[] values = outbox.hasKind() ? RowIds.values(rows, kind.name()) : RowIds.values(rows);
        return statements.list(query, reading, values);
    }

    /** Which of {@code rows}, which ascend, are not pending; asks for the rows one by one only where their number is wrong. */
    public Set<RowId> gone(BatchKind kind, List<RowId> rows) {
        if (countPending(kind, rows) == rows.size()) {
            return Set.of();
        }
        Set<RowId> gone = new HashSet<>(rows);
        stillPending(kind, rows).forEach(gone::remove);
        return gone;
    }

    /** How many of {@code rows}, which ascend, wait and are of {@code kind}. */
    public long countPending(BatchKind kind, List<RowId> rows) {
        if (!outbox.hasKind() && !kind.equals(BatchKind.EVENTS)) {
            return 0;
        }
        String query = "select count(*) from " + outbox.viaIndex() + " where sent = 0 and "
                + (outbox.hasKind() ? "kind = ? and " : "") + RowIds.in("id", rows);
        Object[] values = outbox.hasKind() ? RowIds.values(rows, kind.name()) : RowIds.values(rows);
        return statements.number(query, values);
    }

    /**
     * Marks those of {@code rows}, which ascend, that wait. Returns how many. Were it to fail halfway, SQLite should undo this statement alone,
     * and would first copy each page to a file in the system's folder for temporary files; with "or rollback" it need not.
     */
    public int markSent(List<RowId> rows) {
        return statements.update(
                "update or rollback sync_outbox set sent = 1 where sent = 0 and " + RowIds.in("id", rows),
                RowIds.values(rows));
    }

    /** How many rows wait. */
    public RowCount countPending() {
        return RowCount.upToTheMost(statements.number(
                "select count(*) from (select 1 from " + outbox.viaIndex() + " where sent = 0 limit ?)",
                RowCount.MOST_COUNTED + 1L));
    }

    private byte[] payloadOf(long id) {
        return statements
                .first("select cast(payload as blob) from sync_outbox where id = ?", found -> found.getBytes(1), id)
                .orElseThrow();
    }

    private Optional<KindHead> oldestBehind(@Nullable KindHead previous) {
        return nextHead(previous, ">", "");
    }

    private Optional<KindHead> youngestBefore(@Nullable KindHead next) {
        return nextHead(next, "<", " desc");
    }

    /** The head of the next kind in a direction; of a table without kinds the only one there is. */
    private Optional<KindHead> nextHead(@Nullable KindHead last, String beyond, String order) {
        if (!outbox.hasKind()) {
            String query = "select '" + BatchKind.EVENTS.name() + "', id from " + outbox.viaIndex() + PENDING
                    + " order by id" + order + " limit 1";
            return last == null ? statements.first(query, OutboxReader::toHead) : Optional.empty();
        }
        String from = "select kind, id from " + outbox.viaIndex() + PENDING;
        String first = " order by kind" + order + ", id" + order + " limit 1";
        return last == null
                ? statements.first(from + first, OutboxReader::toHead)
                : statements.first(
                        from + " and kind " + beyond + " " + KIND_OF_HEAD + first,
                        OutboxReader::toHead,
                        last.oldest().value());
    }

    private static KindHead toHead(ResultSet row) throws SQLException {
        return new KindHead(new BatchKind(row.getString(1)), new RowId(row.getLong(2)));
    }
}
