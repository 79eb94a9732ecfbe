package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteConnections;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.Statements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.schema.OutboxShape;
import io.kaizen.sync.domain.row.RowId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.sqlite.SQLiteDataSource;

/**
 * Lets a process do once in memory what it is about to do in the file. The first transactions of a process take about a tenth of a
 * second, all but a few milliseconds of it for the loading of classes, and kaizen could not write meanwhile.
 */
public final class Rehearsal {

    /** The one row that is pending there, an event. */
    static final RowId ROW = new RowId(1);

    /** Kaizen's tables as far as we use them: what else it has there is nothing to us. */
    private static final List<String> TABLES_OF_KAIZEN = List.of(
            "create table sync_outbox (id integer primary key, session_id text, kind text, payload text, sent integer)",
            "create index outbox_pending_by_kind on sync_outbox (kind, id) where sent = 0",
            "create table sync_state (k text primary key, v text)",
            "insert into sync_outbox values (1, '', 'events', '{}', 0)");

    private static final String OUR_TABLES =
            "select sql from sqlite_master where type = 'table' and name like 'outbox\\_%' escape '\\'";

    private Rehearsal() {}

    /** Runs {@code work} in a database in memory that has the tables of {@code database}, and one row. */
    public static void of(SqliteDatabase database, SqliteDatabase.VoidWork work) {
        List<String> ourTables =
                database.readPrepared((statements, outbox) -> statements.list(OUR_TABLES, found -> found.getString(1)));
        SQLiteDataSource memory = new SQLiteDataSource();
        memory.setUrl("jdbc:sqlite::memory:");
        try (Connection connection = memory.getConnection()) {
            for (String statement : TABLES_OF_KAIZEN) {
                SqliteConnections.execute(connection, statement);
            }
            for (String statement : ourTables) {
                SqliteConnections.execute(connection, statement);
            }
            work.in(new Statements(connection), OutboxShape.in(connection, database.file()));
        } catch (SQLException failure) {
            throw SqliteFailures.of(failure, database.file());
        } catch (DataAccessException failure) {
            // Tables of ours that are not as we made them: it would have failed in the file.
            throw SqliteFailures.of(failure, database.file());
        }
    }
}
