package io.kaizen.sync.adapter.persistence.sqlite;

import static io.kaizen.sync.adapter.persistence.jooq.Tables.OUTBOX_DEAD_LETTER;
import static org.jooq.impl.DSL.noCondition;

import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.DeadLetterTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ExporterAckTable;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.row.RowIds;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;

/**
 * The dead letters of a SQLite file. They lie in a table of our own, at which no query for pending rows looks. All writes are on
 * disk when they return. This class is thread-safe.
 */
final class SqliteDeadLetters implements DeadLetters {

    private final SqliteDatabase database;

    /** The dead letters in {@code database}, which somebody else closes. */
    SqliteDeadLetters(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public List<DeadLetter> list(RowId after, int limit) {
        return database.read(session -> new DeadLetterTable(session).list(after, limit));
    }

    @Override
    public Optional<DeadLetter> find(RowId row) {
        return database.read(session -> new DeadLetterTable(session).find(row));
    }

    @Override
    public Optional<byte[]> payload(RowId row, int maxBytes) {
        return database.read(session -> new DeadLetterTable(session).payload(row, maxBytes));
    }

    @Override
    public Set<RowId> retry(List<RowId> rows) {
        return allOrNone(rows, (session, ascending) -> putBack(session, isOneOf(ascending)));
    }

    @Override
    public long retryAll() {
        return database.write(Durability.FULL, session -> putBack(session, noCondition()));
    }

    @Override
    public Set<RowId> discard(List<RowId> rows) {
        return allOrNone(rows, (session, ascending) -> {
            new DeadLetterTable(session).remove(isOneOf(ascending));
            new ExporterAckTable(session).forget(ascending);
        });
    }

    /** What is done with dead rows. */
    @FunctionalInterface
    private interface Fate {
        void of(SqliteSession session, List<RowId> ascending);
    }

    private Set<RowId> allOrNone(List<RowId> rows, Fate fate) {
        if (rows.isEmpty()) {
            return Set.of();
        }
        List<RowId> ascending = rows.stream().distinct().sorted().toList();
        return database.write(Durability.FULL, session -> {
            Set<RowId> notDead = new DeadLetterTable(session).notDead(ascending);
            if (notDead.isEmpty()) {
                fate.of(session, ascending);
            }
            return notDead;
        });
    }

    private long putBack(SqliteSession session, Condition which) {
        DeadLetterTable dead = new DeadLetterTable(session);
        if (!session.outbox().hasKind()) {
            Optional<BatchKind> other = dead.anyKindButEvents();
            if (other.isPresent()) {
                throw SqliteFailures.eventsOnly(database.file(), other.get());
            }
        }
        return dead.putBack(which);
    }

    private static Condition isOneOf(List<RowId> ascending) {
        return RowIds.in(OUTBOX_DEAD_LETTER.ROW_ID, ascending);
    }
}
