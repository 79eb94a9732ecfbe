package io.kaizen.sync.adapter.persistence.sqlite;

import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.BatchBindStep;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A temporary table in which payloads gather until all are there. It belongs to our connection, is seen by nobody else, and
 * vanishes with the process; what does not fit into memory SQLite keeps in an unlinked file.
 */
final class StagingTable implements AutoCloseable {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final SqliteDatabase database;
    private final Table<Record> table;
    private final Field<Long> position;
    private final Field<String> payload;

    private StagingTable(SqliteDatabase database, Name name) {
        this.database = database;
        this.table = DSL.table(name);
        this.position = field(name("position"), SQLDataType.BIGINT);
        this.payload = field(name("payload"), SQLDataType.CLOB);
    }

    static StagingTable create(SqliteDatabase database) {
        StagingTable staging = new StagingTable(database, name("outbox_staging_" + NUMBERS.incrementAndGet()));
        database.stage((sql, outbox) -> sql.execute(
                "create temporary table {0} (position integer primary key, payload text not null)", staging.table));
        return staging;
    }

    Table<Record> table() {
        return table;
    }

    /** The order in which payloads came. */
    Field<Long> position() {
        return position;
    }

    Field<String> payload() {
        return payload;
    }

    void add(List<byte[]> payloads) {
        database.stage((sql, outbox) -> {
            // Text, as kaizen has it, but made of our bytes by SQLite: no string in between.
            BatchBindStep batch =
                    sql.batch(sql.insertInto(table, payload).values(cast(val(new byte[0]), SQLDataType.CLOB)));
            for (byte[] json : payloads) {
                batch = batch.bind((Object) json);
            }
            return batch.execute();
        });
    }

    @Override
    public void close() {
        database.stage((sql, outbox) -> sql.execute("drop table if exists {0}", table));
    }
}
