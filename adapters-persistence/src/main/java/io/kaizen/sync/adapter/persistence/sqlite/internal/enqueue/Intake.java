package io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;

/**
 * Takes many rows in, in transactions of bounded size, so that other programs that write to the file wait for none of them for long. How
 * far it has come is noted in each: where the process or the disk fails in between, the same input is taken in again from there on, and no
 * row twice (ADR 24). For one use.
 */
public final class Intake {

    private final SqliteDatabase database;
    private final RowTarget target;
    private final StagingTable staging;
    private final long rowsPerStep;
    private final String input;

    /** @param stepBytes what one transaction may take in, on average */
    public Intake(SqliteDatabase database, RowTarget target, StagingTable staging, long stepBytes) {
        this.database = database;
        this.target = target;
        this.staging = staging;
        this.rowsPerStep = Math.max(1, stepBytes * staging.rows() / staging.bytes());
        this.input = staging.digest();
    }

    /** Returns how many rows were added. */
    public long run() {
        long begun = database.write(Durability.FULL, session -> {
            target.require(session.outbox(), database.file());
            return rowsDone(session.statements());
        });
        long done = begun;
        while (done < staging.rows()) {
            done = step(done);
        }
        return done - begun;
    }

    private long step(long done) {
        long last = Math.min(staging.rows(), done + rowsPerStep);
        try {
            return database.write(Durability.FULL, session -> {
                if (rowsDone(session.statements()) != done) {
                    throw FileFailures.unusable(
                            database.file(),
                            "is being given the same rows by another process right now",
                            "wait for that one to end");
                }
                target.insert(session.statements(), session.outbox(), staging, done, last);
                note(session.statements(), last);
                return last;
            });
        } catch (OutboxStoreException failure) {
            throw done == 0
                    ? failure
                    : failure.adding("; " + done + " of " + staging.rows()
                            + " rows are in already: enqueue the very same input again, and only the others are added");
        }
    }

    private long rowsDone(HotStatements statements) {
        return statements
                .first("select rows_done from outbox_intake where input = ?", found -> found.getLong(1), input)
                .orElse(0L);
    }

    /** With the last row the note goes: the same input again is then meant to be there twice. */
    private void note(HotStatements statements, long done) {
        if (done == staging.rows()) {
            statements.update("delete from outbox_intake where input = ?", input);
        } else {
            statements.update("insert or replace into outbox_intake (input, rows_done) values (?, ?)", input, done);
        }
    }
}
