package io.kaizen.sync.adapter.persistence.sqlite.internal.audit;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_DEAD_LETTER;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.retention.RetentionTables;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxTable;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import java.util.Optional;
import org.jooq.DSLContext;

/** Counts all rows there ever were, wherever they are now. For one snapshot. */
public final class OutboxCensus {

    private final SqliteSession session;
    private final DSLContext sql;

    /** For the moment of {@code session}. */
    public OutboxCensus(SqliteSession session) {
        this.session = session;
        this.sql = session.sql();
    }

    /** Where all rows are. */
    public OutboxBalance balance() {
        return OutboxBalance.of(
                Math.max(lastGivenId(), youngest()),
                sql.fetchCount(OutboxTable.of(session.outbox()).viaIndex(), OutboxTable.PENDING),
                sql.fetchCount(SYNC_OUTBOX, OutboxTable.SENT),
                new RetentionTables(session).purgedRows(),
                sql.fetchCount(OUTBOX_DEAD_LETTER));
    }

    /** The last id that SQLite has given out; it counts them itself, and never gives one out twice. */
    long lastGivenId() {
        if (!exists("sqlite_sequence")) {
            return 0;
        }
        return Optional.ofNullable(sql.select(field(name("seq"), Long.class))
                        .from(table(name("sqlite_sequence")))
                        .where(field(name("name"), String.class).eq(SYNC_OUTBOX.getName()))
                        .fetchOne(0, Long.class))
                .orElse(0L);
    }

    /** The highest id there is; 0 if there is none. */
    long youngest() {
        return Optional.ofNullable(sql.select(max(SYNC_OUTBOX.ID))
                        .from(SYNC_OUTBOX)
                        .fetchSingle()
                        .value1())
                .orElse(0L);
    }

    private boolean exists(String tableName) {
        return sql.fetchExists(
                table(name("sqlite_master")), field(name("name"), String.class).eq(tableName));
    }
}
