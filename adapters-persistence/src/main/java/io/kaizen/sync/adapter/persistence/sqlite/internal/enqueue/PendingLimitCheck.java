package io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxTable;
import io.kaizen.sync.application.port.out.store.OutboxFullException;
import io.kaizen.sync.domain.policy.PendingLimits;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.jooq.DSLContext;
import org.jooq.impl.SQLDataType;

/** Whether no more waits than may. Counts no further than the limit goes, and nothing where there is none. */
public final class PendingLimitCheck {

    private final PendingLimits limits;
    private final Path file;

    /** @param file is named in messages */
    public PendingLimitCheck(PendingLimits limits, Path file) {
        this.limits = limits;
        this.file = file;
    }

    /** Whether there is anything to check. */
    public boolean areSet() {
        return limits.limitsRows() || limits.limitsBytes();
    }

    /** Throws if the rows that are in the outbox now, the new ones among them, are too many or too long. */
    public void require(DSLContext sql, OutboxShape shape) {
        OutboxTable outbox = OutboxTable.of(shape);
        if (limits.limitsRows() && hasMoreRowsThan(limits.maxRows(), sql, outbox)) {
            throw full("max_pending_rows = " + limits.maxRows());
        }
        if (limits.limitsBytes() && pendingBytes(sql, outbox) > limits.maxBytes()) {
            throw full("max_pending_bytes = " + limits.maxBytes());
        }
    }

    private static boolean hasMoreRowsThan(long most, DSLContext sql, OutboxTable outbox) {
        return sql.fetchExists(sql.select(SYNC_OUTBOX.ID)
                .from(outbox.viaIndex())
                .where(OutboxTable.PENDING)
                .limit(inline(1))
                .offset(inline(most)));
    }

    /** Of a row only its head is read. There are never many more rows than the limit has room for. */
    private static long pendingBytes(DSLContext sql, OutboxTable outbox) {
        var bytes = field("octet_length({0})", SQLDataType.BIGINT, SYNC_OUTBOX.PAYLOAD);
        return sql.select(coalesce(sum(bytes), inline(BigDecimal.ZERO)))
                .from(outbox.viaIndex())
                .where(OutboxTable.PENDING)
                .fetchSingle()
                .value1()
                .longValueExact();
    }

    private OutboxFullException full(String limit) {
        return new OutboxFullException("nothing was enqueued: more would wait in " + file + " than sync." + limit
                + " allows; try again when rows have been sent (see \"kaizen-sync run --once\"), or raise the limit");
    }
}
