package io.kaizen.sync.adapter.persistence.sqlite.internal.schema;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.SqliteFailures;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.flyway.core.Flyway;
import io.kaizen.sync.flyway.core.api.FlywayException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** A run of Flyway. In a class of its own, so that Flyway is loaded only where it runs. */
public final class FlywayMigration {

    private FlywayMigration() {}

    /** @param maker whose the file is; see V3 */
    static void run(DataSource source, String maker, Path file) {
        try {
            Flyway.configure(OutboxMigrations.class.getClassLoader())
                    // What it does is no news to the log of a host; what fails is thrown.
                    .loggers()
                    .dataSource(source)
                    .locations(OutboxMigrations.LOCATION)
                    .table("outbox_schema_history")
                    // Kaizen's tables have no history of Flyway's; all of ours come on top.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    // All or none: an interruption leaves the file as it was.
                    .group(true)
                    .placeholders(Map.of("madeBy", maker))
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw explained(failure, file);
        }
    }

    private static OutboxStoreException explained(FlywayException failure, Path file) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException driver) {
                return SqliteFailures.of(driver, file);
            }
        }
        return new OutboxStoreException(
                "the tables in " + file + " could not be brought up to date: " + failure.getMessage(), failure);
    }
}
