package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code sync_outbox} as a file has it, for {@link OutboxTable} and for statements that are plain text. An old kaizen knew no kinds: its
 * table lacks the column, and all its rows are events.
 *
 * @param hasKind whether there is a column {@code kind}
 * @param hasIndex whether the index over pending rows is there
 */
public record OutboxShape(boolean hasKind, boolean hasIndex) {

    private static final List<String> REQUIRED = List.of("id", "session_id", "payload", "sent");

    /** Looks which columns the table has, by name: their order differs between kaizen's files and ours. */
    public static OutboxShape in(HotStatements statements, Path file) {
        Set<String> columns = columns(statements);
        for (String required : REQUIRED) {
            if (!columns.contains(required)) {
                throw FileFailures.unusable(
                        file,
                        "has a table sync_outbox without a column \"" + required + "\"",
                        "it is not an outbox of kaizen's; name the right file");
            }
        }
        boolean hasKind = columns.contains("kind");
        return new OutboxShape(hasKind, exists(statements, PendingIndex.nameFor(hasKind)));
    }

    /** Whether there is a table or an index of that name. */
    static boolean exists(HotStatements statements, String name) {
        return statements
                .first("select 1 from sqlite_master where name = ?", found -> true, name)
                .isPresent();
    }

    /**
     * The table for a query for pending rows. SQLite is told to use the index: once somebody has run {@code ANALYZE} it
     * would rather go through the rows themselves, sent ones and all, since it holds every kind to be rare.
     */
    public String viaIndex() {
        return hasIndex ? "sync_outbox indexed by " + PendingIndex.nameFor(hasKind) : "sync_outbox";
    }

    /** That the {@code row_id} of a row of {@code table} is the id of a row that waits and is of the same kind, as a piece of SQL. */
    public String hasPending(String table) {
        return "exists (select 1 from " + viaIndex() + " where sync_outbox.sent = 0 and "
                + (hasKind ? "sync_outbox.kind" : "'" + BatchKind.EVENTS.name() + "'") + " = " + table + ".kind"
                + " and sync_outbox.id = " + table + ".row_id)";
    }

    private static Set<String> columns(HotStatements statements) {
        return statements
                .list("select name from pragma_table_info('sync_outbox')", found -> found.getString(1))
                .stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
