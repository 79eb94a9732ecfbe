package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The log beside a database, which SQLite lets grow for as long as anybody reads an old state of the file, and never makes shorter by
 * itself. Thread-safe.
 */
public final class WriteAheadLog {

    /** SQLite begins anew with the log at 4 MB, or at 6 for those that wait for the disk, if it can; what is below is no waste. */
    public static final long USUAL_BYTES = 8L << 20;

    /** Somebody has been reading for very long. */
    static final long ALARMING_BYTES = 64L << 20;

    private final Path file;

    /** The log of {@code database}. */
    public WriteAheadLog(Path database) {
        this.file = FileIdentity.log(database);
    }

    /** Its length; 0 if there is none. */
    public long bytes() {
        try {
            return Files.size(file);
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException unknown) {
            throw FileFailures.of(unknown, file);
        }
    }

    /**
     * Moves the log's content into the database and cuts the log off, as far as nobody is in the way: waits for nobody, and keeps
     * no writer waiting for longer than the last few pages take.
     *
     * @return whether the log is empty now
     */
    public boolean trim(HotStatements statements) {
        statements.executeOnce("pragma busy_timeout = 0");
        try {
            // Passive first, without any lock that a writer needs: what truncate then does under one is next to
            // nothing.
            return checkpoint(statements, "passive") && checkpoint(statements, "truncate");
        } finally {
            statements.executeOnce("pragma busy_timeout = " + SqliteConnections.BUSY_TIMEOUT.toMillis());
        }
    }

    /** Whether all of the log is in the database now. */
    private static boolean checkpoint(HotStatements statements, String mode) {
        return statements.queryOnce("pragma wal_checkpoint(" + mode + ")", answer -> {
            boolean isBusy = answer.getInt("busy") != 0;
            return !isBusy && answer.getInt("log") == answer.getInt("checkpointed");
        });
    }
}
