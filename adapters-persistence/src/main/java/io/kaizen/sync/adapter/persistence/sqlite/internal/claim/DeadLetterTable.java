package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_DEAD_LETTER;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_SUSPECT;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * {@code outbox_dead_letter}. A payload goes there and back within SQLite, in the type in which it is stored, and never through
 * our memory. For one transaction.
 */
public final class DeadLetterTable {

    /** Known from the head of a row; the payload itself is not read for it. */
    private static final Field<Long> PAYLOAD_BYTES =
            field("octet_length({0})", SQLDataType.BIGINT, OUTBOX_DEAD_LETTER.PAYLOAD);

    private final DSLContext sql;
    private final OutboxShape outbox;

    /** For the transaction of {@code session}. */
    public DeadLetterTable(SqliteSession session) {
        this.sql = session.sql();
        this.outbox = session.outbox();
    }

    /** Moves rows here, which ascend and are all pending and suspects. */
    public void takeSuspects(List<RowId> rows, Instant now) {
        sql.insertInto(
                        OUTBOX_DEAD_LETTER,
                        OUTBOX_DEAD_LETTER.ROW_ID,
                        OUTBOX_DEAD_LETTER.KIND,
                        OUTBOX_DEAD_LETTER.OWNER,
                        OUTBOX_DEAD_LETTER.REASON,
                        OUTBOX_DEAD_LETTER.MESSAGE,
                        OUTBOX_DEAD_LETTER.ATTEMPTS,
                        OUTBOX_DEAD_LETTER.DEAD_SINCE_MS,
                        OUTBOX_DEAD_LETTER.PAYLOAD)
                .select(select(
                                SYNC_OUTBOX.ID,
                                OUTBOX_SUSPECT.KIND,
                                SYNC_OUTBOX.SESSION_ID,
                                OUTBOX_SUSPECT.REASON,
                                OUTBOX_SUSPECT.MESSAGE,
                                OUTBOX_SUSPECT.ATTEMPTS,
                                val(now.toEpochMilli()),
                                SYNC_OUTBOX.PAYLOAD.coerce(byte[].class))
                        .from(OUTBOX_SUSPECT)
                        .join(SYNC_OUTBOX)
                        .on(SYNC_OUTBOX.ID.eq(OUTBOX_SUSPECT.ROW_ID))
                        .where(RowIds.in(OUTBOX_SUSPECT.ROW_ID, rows)))
                .execute();
        sql.deleteFrom(SYNC_OUTBOX).where(RowIds.in(SYNC_OUTBOX.ID, rows)).execute();
    }

    /** Dead letters in the order of their rows. */
    public List<DeadLetter> list(RowId after, int limit) {
        return fetch(OUTBOX_DEAD_LETTER.ROW_ID.gt(after.value()), limit);
    }

    /** The dead letter of that row, if it is dead. */
    public Optional<DeadLetter> find(RowId row) {
        return fetch(OUTBOX_DEAD_LETTER.ROW_ID.eq(row.value()), 1).stream().findFirst();
    }

    /** The first bytes of a payload; empty if the row is not dead. */
    public Optional<byte[]> payload(RowId row, int maxBytes) {
        // SQLite's substr of nothing is null.
        return sql.select(field(
                        "coalesce(substr({0}, 1, {1}), x'')",
                        SQLDataType.BLOB, cast(OUTBOX_DEAD_LETTER.PAYLOAD, SQLDataType.BLOB), val(maxBytes)))
                .from(OUTBOX_DEAD_LETTER)
                .where(OUTBOX_DEAD_LETTER.ROW_ID.eq(row.value()))
                .fetchOptional(found -> found.value1());
    }

    /** Those of {@code rows}, which ascend, that are not dead. */
    public Set<RowId> notDead(List<RowId> rows) {
        Set<RowId> missing = new HashSet<>(rows);
        sql.select(OUTBOX_DEAD_LETTER.ROW_ID)
                .from(OUTBOX_DEAD_LETTER)
                .where(RowIds.in(OUTBOX_DEAD_LETTER.ROW_ID, rows))
                .forEach(row -> missing.remove(new RowId(row.value1())));
        return missing;
    }

    /** A kind of which there are dead letters, other than events. */
    public Optional<BatchKind> anyKindButEvents() {
        return sql.select(OUTBOX_DEAD_LETTER.KIND)
                .from(OUTBOX_DEAD_LETTER)
                .where(OUTBOX_DEAD_LETTER.KIND.ne(BatchKind.EVENTS.name()))
                .limit(inline(1))
                .fetchOptional(found -> new BatchKind(found.value1()));
    }

    /** Moves dead rows back to where they were; returns how many. */
    public int putBack(Condition which) {
        var id = OUTBOX_DEAD_LETTER.ROW_ID;
        var owner = OUTBOX_DEAD_LETTER.OWNER;
        var payload = OUTBOX_DEAD_LETTER.PAYLOAD.coerce(String.class);
        if (outbox.hasKind()) {
            sql.insertInto(
                            SYNC_OUTBOX,
                            SYNC_OUTBOX.ID,
                            SYNC_OUTBOX.SESSION_ID,
                            SYNC_OUTBOX.PAYLOAD,
                            SYNC_OUTBOX.SENT,
                            SYNC_OUTBOX.KIND)
                    .select(select(id, owner, payload, inline(0L), OUTBOX_DEAD_LETTER.KIND)
                            .from(OUTBOX_DEAD_LETTER)
                            .where(which))
                    .execute();
        } else {
            sql.insertInto(SYNC_OUTBOX, SYNC_OUTBOX.ID, SYNC_OUTBOX.SESSION_ID, SYNC_OUTBOX.PAYLOAD, SYNC_OUTBOX.SENT)
                    .select(select(id, owner, payload, inline(0L))
                            .from(OUTBOX_DEAD_LETTER)
                            .where(which))
                    .execute();
        }
        return remove(which);
    }

    /** Deletes dead rows; returns how many. */
    public int remove(Condition which) {
        return sql.deleteFrom(OUTBOX_DEAD_LETTER).where(which).execute();
    }

    private List<DeadLetter> fetch(Condition which, int limit) {
        return sql.select(
                        OUTBOX_DEAD_LETTER.ROW_ID,
                        OUTBOX_DEAD_LETTER.REASON,
                        OUTBOX_DEAD_LETTER.MESSAGE,
                        OUTBOX_DEAD_LETTER.ATTEMPTS,
                        OUTBOX_DEAD_LETTER.KIND,
                        OUTBOX_DEAD_LETTER.OWNER,
                        PAYLOAD_BYTES,
                        OUTBOX_DEAD_LETTER.DEAD_SINCE_MS)
                .from(OUTBOX_DEAD_LETTER)
                .where(which)
                .orderBy(OUTBOX_DEAD_LETTER.ROW_ID)
                .limit(limit)
                .fetch(row -> new DeadLetter(
                        RefusalMapper.toRefusal(
                                OUTBOX_DEAD_LETTER.getName(), row.value1(), row.value2(), row.value3(), row.value4()),
                        new BatchKind(row.value5()),
                        new OwnerId(row.value6()),
                        row.value7(),
                        Instant.ofEpochMilli(row.value8())));
    }
}
