package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileFailures;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.FileMutex;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.OutboxPaths;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.PrivateFiles;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Brings our tables up to date. A look at our own mark in the file costs two milliseconds, a run of Flyway a hundred times as
 * much, so it runs only where the mark is missing or old.
 */
public final class OutboxMigrations {

    /** Number of the last migration. */
    public static final int LATEST = 6;

    /** Not {@code db/migration}, where those who embed us keep their own. */
    public static final String LOCATION = "classpath:io/kaizen/sync/adapter/persistence/migration";

    private static final String MARK = "schema_version";

    /** Whose the file is; see V3. */
    private static final String MAKER = "made_by";

    private static final String KAIZEN = "kaizen";
    private static final String US = "kaizen-sync";

    private final OutboxPaths paths;
    private final HotStatements statements;

    /** @param connection to the database of {@code paths} */
    public OutboxMigrations(OutboxPaths paths, Connection connection) {
        this.paths = paths;
        this.statements = new HotStatements(connection);
    }

    /** Whether kaizen made the file, so that its rows are kaizen's. */
    public static boolean isKaizens(HotStatements statements) {
        return statements
                .first("select v from outbox_meta where k = ?", found -> KAIZEN.equals(found.getString(1)), MAKER)
                .orElse(false);
    }

    /** Migrates where that is needed, one process at a time. */
    public void bringUpToDate(DataSource source) throws IOException {
        if (mark() == LATEST) {
            return;
        }
        FileMutex.holding(paths.migrationLock(), () -> {
            int mark = mark();
            if (mark < LATEST) {
                String maker = maker(mark);
                if (maker.equals(KAIZEN)) {
                    rehearse();
                }
                FlywayMigration.run(source, maker, paths.database());
            }
        });
    }

    /**
     * Does everything once in a file that nobody else knows. Most of what a migration takes is the loading of Flyway's classes, half a
     * second on a busy machine, and a kaizen at work would have to wait for its end.
     */
    private void rehearse() throws IOException {
        Path stage = paths.rehearsal();
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + stage.toUri());
        Files.deleteIfExists(stage);
        try {
            PrivateFiles.createFileIfMissing(stage);
            FlywayMigration.run(source, KAIZEN, stage);
        } finally {
            Files.deleteIfExists(stage);
        }
    }

    /**
     * The number of the last migration that the file has seen, 0 if none.
     *
     * @throws OutboxStoreException if it is one that we do not know
     */
    private int mark() {
        if (!OutboxShape.exists(statements, "outbox_meta")) {
            return 0;
        }
        Optional<String> mark = statements.first(
                "select v from outbox_meta where k = ? and v is not null", found -> found.getString(1), MARK);
        if (mark.isEmpty()) {
            return 0;
        }
        if (!mark.get().matches("\\d{1,9}") || Integer.parseInt(mark.get()) > LATEST) {
            throw FileFailures.unusable(
                    paths.database(),
                    "was written by a newer version of this program (schema " + mark.get() + ", we know " + LATEST
                            + ")",
                    "upgrade this one");
        }
        return Integer.parseInt(mark.get());
    }

    /**
     * At first sight a file with an outbox is kaizen's. One that we have worked in already, before we noted whose it is, tells by
     * kaizen's other tables.
     */
    private String maker(int mark) {
        return OutboxShape.exists(statements, mark == 0 ? "sync_outbox" : "sessions") ? KAIZEN : US;
    }
}
