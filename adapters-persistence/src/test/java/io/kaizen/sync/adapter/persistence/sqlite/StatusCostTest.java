package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.audit.OutboxCounts;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.ProgressHandler;

/** What a status costs is counted in steps of SQLite's virtual machine. */
class StatusCostTest {

    private static final int MANY = 500_000;

    @TempDir
    Path folder;

    @Test
    void e5_aStatusCostsWhatIsPendingAndNotWhatWasSent() throws Exception {
        Path file = fill(MANY, 1_000);

        long steps = steps(file);

        assertThat(steps).isLessThan(MANY / 4);
        assertThat(status(file).total().pending()).isEqualTo(1_000);
    }

    @Test
    void e5_manySentRowsAreEstimatedPerKindAndSaidToBe() throws Exception {
        Path file = fill(MANY, 1_000);

        OutboxStatus status = status(file);

        assertThat(status.pendingExact()).isTrue();
        assertThat(status.sentExact()).isFalse();
        Percentage aLittle = Percentage.withPercentage(5);
        assertThat(status.total().sent()).isCloseTo(MANY, aLittle);
        assertThat(status.byKind().get(BatchKind.EVENTS).sent()).isCloseTo(MANY / 2, Percentage.withPercentage(10));
        assertThat(status(file)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"100000, 0", "0, 150000", "99999, 150000", "3, 0", "0, 0"})
    void e5_countsUpTo100000AreExact(int sent, int pending) throws Exception {
        OutboxStatus status = status(fill(sent, pending));

        assertThat(status.total()).isEqualTo(new Counts(pending, 0, sent, 0));
        assertThat(status.sentExact()).isTrue();
    }

    @Test
    void e5_countsAreExactWhereMostIdsAreGone() throws Exception {
        Path file = fill(MANY, 0);
        TestFiles.execute(file, "delete from sync_outbox where id % 50 <> 0");

        OutboxStatus status = status(file);

        assertThat(status.total().sent()).isEqualTo(MANY / 50);
        assertThat(status.sentExact()).isTrue();
    }

    /** Sent rows of two kinds by turns, and pending ones behind them. */
    private Path fill(int sent, int pending) throws SQLException {
        Path file = folder.resolve("kaizen.db");
        SqliteDatabase.open(file).close();
        TestFiles.execute(
                file,
                "with recursive n(i) as (select 1 union all select i + 1 from n limit " + (sent + pending) + ")"
                        + " insert into sync_outbox (session_id, kind, payload, sent)"
                        + " select 's', case i % 2 when 0 then 'events' else 'tool_spans' end, '{}', i <= " + sent
                        + " from n where " + (sent + pending) + " > 0");
        return file;
    }

    private static OutboxStatus status(Path file) {
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            return database.snapshot(session -> new OutboxCounts(session).status());
        }
    }

    private static long steps(Path file) {
        AtomicLong hundreds = new AtomicLong();
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            database.snapshot(session -> counted(session, hundreds));
        }
        return hundreds.get() * 100;
    }

    private static OutboxStatus counted(SqliteSession session, AtomicLong hundreds) {
        ProgressHandler counter = new ProgressHandler() {
            @Override
            protected int progress() {
                hundreds.incrementAndGet();
                return 0;
            }
        };
        session.sql().connection(connection -> ProgressHandler.setHandler(connection, 100, counter));
        OutboxStatus status = new OutboxCounts(session).status();
        session.sql().connection(ProgressHandler::clearHandler);
        return status;
    }
}
