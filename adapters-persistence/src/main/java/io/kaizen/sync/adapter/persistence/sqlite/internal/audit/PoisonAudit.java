package io.kaizen.sync.adapter.persistence.sqlite.internal.audit;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_DEAD_LETTER;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_SUSPECT;
import static io.kaizen.sync.adapter.persistence.jooq.Tables.SYNC_OUTBOX;

import io.kaizen.sync.domain.poison.PoisonReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.TableField;

/**
 * The part of {@link OutboxAudit} that looks at dead letters and suspects. What is remembered of rows that are gone is no problem: the
 * next holder of their lane forgets it.
 */
public final class PoisonAudit {

    private static final List<String> REASONS =
            Stream.of(PoisonReason.values()).map(PoisonReason::code).toList();

    private final DSLContext sql;

    PoisonAudit(DSLContext sql) {
        this.sql = sql;
    }

    /** One sentence per problem, of each sort at most {@code most}. */
    List<String> problems(int most) {
        List<String> problems = new ArrayList<>();
        sql.select(OUTBOX_DEAD_LETTER.ROW_ID)
                .from(OUTBOX_DEAD_LETTER)
                .join(SYNC_OUTBOX)
                .on(SYNC_OUTBOX.ID.eq(OUTBOX_DEAD_LETTER.ROW_ID))
                .orderBy(OUTBOX_DEAD_LETTER.ROW_ID)
                .limit(most)
                .forEach(row -> problems.add("row " + row.value1() + " is dead and in the queue at once"));
        problems.addAll(unknownReasons(OUTBOX_DEAD_LETTER.ROW_ID, OUTBOX_DEAD_LETTER.REASON, most));
        problems.addAll(unknownReasons(OUTBOX_SUSPECT.ROW_ID, OUTBOX_SUSPECT.REASON, most));
        return problems;
    }

    private List<String> unknownReasons(TableField<?, Long> row, TableField<?, String> reason, int most) {
        return sql.select(row, reason)
                .from(row.getTable())
                .where(reason.notIn(REASONS))
                .orderBy(row)
                .limit(most)
                .fetch(found -> "row " + found.value1() + " stands in "
                        + row.getTable().getName() + " for a reason that is unknown: \"" + found.value2() + "\"");
    }
}
