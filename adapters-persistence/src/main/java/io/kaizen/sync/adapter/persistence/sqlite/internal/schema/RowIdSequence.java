package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;

/**
 * The last id that SQLite has given to a row of {@code sync_outbox}. SQLite keeps it in a table of its own, which some tools leave out of a
 * backup. After a restore it would give ids again that our tables still know: a new row would pass for a dead letter, or for one that an
 * exporter has taken.
 */
public final class RowIdSequence {

    private static final String COUNTER = "sqlite_sequence";

    /** Looks up the end of an index, or reads a handful of rows. */
    private static final String KNOWN = "max("
            + "ifnull((select max(row_id) from outbox_dead_letter), 0),"
            + "ifnull((select max(row_id) from outbox_suspect), 0),"
            + "ifnull((select max(row_id) from outbox_exporter_ack), 0),"
            + "ifnull((select max(up_to_row_id) from outbox_purge), 0))";

    private static final String GIVEN = "ifnull((select max(seq) from sqlite_sequence where name = 'sync_outbox'), 0)";

    private RowIdSequence() {}

    /** Puts the counter behind every id that our tables know. Writes nothing where it is there already. */
    public static void ensure(HotStatements statements) {
        if (!OutboxShape.exists(statements, COUNTER)) {
            return;
        }
        long known = statements.number("select " + KNOWN);
        if (known > statements.number("select " + GIVEN)
                && statements.update("update sqlite_sequence set seq = max(seq, ?) where name = 'sync_outbox'", known)
                        == 0) {
            statements.update("insert into sqlite_sequence (name, seq) values ('sync_outbox', ?)", known);
        }
    }
}
