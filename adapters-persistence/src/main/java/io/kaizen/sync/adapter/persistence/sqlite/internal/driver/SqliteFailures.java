package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;

/**
 * Says in our words what SQLite says in result codes: what happened, to which file, and what to do next. Decides by code, and
 * by the text of a message only where there is no code.
 */
public final class SqliteFailures {

    private static final int PRIMARY_CODE = 0xff;

    private SqliteFailures() {}

    /** A file without kinds would make an event of a row of any other. */
    public static OutboxStoreException eventsOnly(Path file, BatchKind kind) {
        return FileFailures.unusable(
                file,
                "was made by an old kaizen and can hold events only, not " + kind,
                "let a newer kaizen open it once");
    }

    /** Of jOOQ's exception only the driver's is kept: the outer one adds nothing but the statement. */
    public static OutboxStoreException of(DataAccessException failure, Path file) {
        SQLException driver = failure.getCause(SQLException.class);
        return driver == null
                ? new OutboxStoreException("a query on " + file + " failed: " + failure.getMessage(), failure)
                : of(driver, file);
    }

    /**
     * The exception for a failure of SQLite's.
     *
     * @throws OutOfMemoryError if that is what has failed: it says nothing of the database, and the process should end
     */
    public static OutboxStoreException of(SQLException failure, Path file) {
        if (isOutOfMemory(failure)) {
            OutOfMemoryError exhausted = new OutOfMemoryError("SQLite, with " + file);
            exhausted.initCause(failure);
            throw exhausted;
        }
        String message = file + " " + explanation(failure);
        return isBusy(failure)
                ? OutboxStoreException.busy(message, failure)
                : new OutboxStoreException(message, failure);
    }

    /** Where the driver cannot make an array in Java's heap it says so by text alone, without a code. */
    private static boolean isOutOfMemory(SQLException failure) {
        return primaryCode(failure) == SQLiteErrorCode.SQLITE_NOMEM
                || (failure.getErrorCode() == 0 && "Out of memory".equals(failure.getMessage()));
    }

    private static boolean isBusy(SQLException failure) {
        SQLiteErrorCode code = primaryCode(failure);
        return code == SQLiteErrorCode.SQLITE_BUSY || code == SQLiteErrorCode.SQLITE_LOCKED;
    }

    /** Whether another program has the file locked. */
    public static boolean isBusy(DataAccessException failure) {
        SQLException driver = failure.getCause(SQLException.class);
        return driver != null && isBusy(driver);
    }

    /** Whether a limit of time has ended the statement. */
    public static boolean isInterrupted(DataAccessException failure) {
        SQLException driver = failure.getCause(SQLException.class);
        return driver != null && primaryCode(driver) == SQLiteErrorCode.SQLITE_INTERRUPT;
    }

    /**
     * Whether what SQLite holds in memory may differ from what is on disk, or what is on disk from what was written. Also whether it has
     * opened the file for reading only: so it does, without a word, where the system had no handle left for the first attempt.
     */
    public static boolean leavesDoubts(DataAccessException failure) {
        SQLException driver = failure.getCause(SQLException.class);
        if (driver == null) {
            return false;
        }
        return switch (primaryCode(driver)) {
            case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_READONLY -> true;
            default -> false;
        };
    }

    /** The code without the extension that names the reason's reason. */
    private static SQLiteErrorCode primaryCode(SQLException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & PRIMARY_CODE);
    }

    private static String explanation(SQLException failure) {
        return switch (primaryCode(failure)) {
            case SQLITE_FULL -> "cannot grow: the disk is full; free some space and try again";
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "has been locked by another program for more than " + SqliteConnections.BUSY_TIMEOUT.toSeconds()
                        + " s; try again when that is done";
            case SQLITE_CORRUPT ->
                "is damaged; keep a copy of it, then restore a backup or salvage it with \"sqlite3 FILE .recover\"";
            case SQLITE_NOTADB -> "is not a SQLite database; name the right file or move this one away";
            case SQLITE_READONLY, SQLITE_PERM ->
                "cannot be written to; make the file and its folder writable for this user, and see that it has file"
                        + " handles left";
            case SQLITE_IOERR ->
                "could not be read or written: the operating system reports an error; check the disk and its file"
                        + " system. Whether the last change is in the file will be seen when it is read again";
            case SQLITE_CANTOPEN -> "cannot be opened; check that it exists, and owner and modes of its folder";
            default ->
                failure.getCause() instanceof NativeLibraryNotFoundException
                        ? "cannot be opened: SQLite's native library cannot be loaded from " + libraryFolder()
                                + "; where programs must not run from that file system (noexec), name another folder that only you"
                                + " can write to, with -Dorg.sqlite.tmpdir=FOLDER among Java's options"
                        : "failed: " + failure.getMessage();
        };
    }

    private static String libraryFolder() {
        return System.getProperty(SqliteNativeLibrary.TEMPORARY_FOLDER, "the temporary folder");
    }
}
