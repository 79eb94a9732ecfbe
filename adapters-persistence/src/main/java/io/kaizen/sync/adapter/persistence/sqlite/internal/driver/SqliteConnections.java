package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jooq.exception.DataAccessException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/** Opens connections to one file, all set up alike. Thread-safe. */
public final class SqliteConnections {

    /** As long as kaizen waits for us. */
    public static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    /**
     * In KiB, as SQLite takes negative numbers. Where six kinds take turns in the file, the pages that they share are read, and marked, together:
     * those of some thousand rows of half a kilobyte.
     */
    private static final int CACHE_KIB = -8_000;

    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Before this version two processes that write and checkpoint could damage the file ("WAL-reset bug"). */
    private static final List<Integer> OLDEST_SQLITE = List.of(3, 51, 3);

    private final Path file;
    private final SQLiteDataSource source;

    /** Opens connections to {@code file}, which is there. */
    public SqliteConnections(Path file) {
        this.file = file;
        SQLiteConfig config = new SQLiteConfig();
        config.setCacheSize(CACHE_KIB);
        config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
        // A transaction that begins by reading and goes on to write fails at once, whatever the time-out.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        // The driver would look at each statement whether it inserts, and then select the key that nobody asks for.
        config.setGetGeneratedKeys(false);
        // We have made the file ourselves, with its modes; if it has vanished since, a new one would be readable by
        // others.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        this.source = new SQLiteDataSource(config);
        // As a URI every special sign of the path is escaped. In a plain path the driver takes what follows a "?" as
        // pragmas.
        source.setUrl("jdbc:sqlite:" + file.toUri());
    }

    /** For those that open connections themselves. */
    public SQLiteDataSource dataSource() {
        return source;
    }

    /** Opens a connection and makes sure that the file is one that we can work with. */
    public Connection open() throws SQLException {
        if (!Files.isWritable(file)) {
            throw FileFailures.unusable(file, "is read-only for this user", "make it writable or choose another file");
        }
        Connection connection = source.getConnection();
        try {
            HotStatements statements = new HotStatements(connection);
            requireVersion(text(statements, "select sqlite_version()"));
            requireUtf8(text(statements, "pragma encoding"));
            requireWal(statements);
            return connection;
        } catch (Throwable failure) {
            closeAfter(failure, connection);
            throw failure;
        }
    }

    /** Closes a connection because of {@code failure}, to which a second failure is added. */
    public static void closeAfter(Throwable failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    /** Throws if a SQLite of that version may damage the file. */
    public void requireVersion(String version) {
        List<Integer> parts = new ArrayList<>();
        for (String part : version.split("\\.", -1)) {
            parts.add(Integer.valueOf(part));
        }
        if (!isAtLeast(parts, OLDEST_SQLITE)) {
            throw FileFailures.unusable(
                    file,
                    "was not opened: SQLite " + version + " can damage a database that two programs write to",
                    "use sqlite-jdbc 3.51.3.0 or later (in a Spring Boot build: set the property sqlite-jdbc.version)");
        }
    }

    /** Compares versions, number by number; missing ones are 0. */
    public static boolean isAtLeast(List<Integer> version, List<Integer> least) {
        for (int i = 0; i < least.size(); i++) {
            int part = i < version.size() ? version.get(i) : 0;
            if (part != least.get(i)) {
                return part > least.get(i);
            }
        }
        return true;
    }

    /** Payloads are taken out and put in as the bytes that are stored. */
    private void requireUtf8(String encoding) {
        if (!encoding.equals("UTF-8")) {
            throw FileFailures.unusable(
                    file,
                    "stores its text as " + encoding + ", not UTF-8",
                    "export it and import it into a new database");
        }
    }

    private void requireWal(HotStatements statements) {
        if (!text(statements, "pragma journal_mode").equals("wal")
                && !switchToWal(statements).equals("wal")) {
            throw FileFailures.unusable(
                    file,
                    "cannot be switched to a write-ahead log",
                    "move it to a local file system, where several programs can share memory");
        }
    }

    /** SQLite itself does not wait for a lock where the mode of the journal is to change, so we do. */
    private static String switchToWal(HotStatements statements) {
        long start = System.nanoTime();
        while (true) {
            try {
                return text(statements, "pragma journal_mode = wal");
            } catch (DataAccessException failure) {
                boolean isTimeUp = System.nanoTime() - start > BUSY_TIMEOUT.toNanos();
                if (!SqliteFailures.isBusy(failure)
                        || isTimeUp
                        || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Asks for one text, by a statement that is not kept: an unclosed pragma makes later commits fail as busy. */
    private static String text(HotStatements statements, String question) {
        return statements.queryOnce(question, answer -> answer.getString(1));
    }
}
