package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sort of damage that a file can carry is seen and named. */
class SqliteOutboxAdminTest {

    @TempDir
    Path folder;

    private Path file;
    private SqliteDatabase database;

    @BeforeEach
    void fill() throws SQLException {
        file = folder.resolve("kaizen.db");
        database = SqliteDatabase.open(file);
        TestFiles.append(database, BatchKind.EVENTS, 10);
        TestFiles.append(database, BatchKind.TOOL_SPANS, 10);
        TestFiles.execute(
                file,
                "insert into outbox_lane values ('events', 0, null, 1, 0)",
                "insert into outbox_claim values ('events', 0, 1, '00000000-0000-7000-8000-000000000000', 'sending',"
                        + " '[1,2,3]', 'digest', 'team', 'hash', null, 'https://ingest.example', 'team')");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSoundOutboxHasNoProblems() {
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "update sync_outbox set sent = 2 where id = 7 ~ row 7 is neither pending nor sent",
                "update sync_outbox set id = -5 where id = 7 ~ row -5 has an id below 1",
                "update outbox_claim set row_ids = '[]' ~ the claim on row 1 of events makes no sense: not a list of row ids",
                "update outbox_claim set row_ids = '[1,3,2]' ~ row 2 stands behind row 3",
                "update outbox_claim set row_ids = '[1,1]' ~ row 1 stands behind row 1",
                "update outbox_claim set row_ids = '[2,3]' ~ filed under row 1 and begins with row 2",
                "update outbox_claim set state = 'odd' ~ its state \"odd\" is unknown",
                "update outbox_claim set idempotency_key = 'odd' ~ the claim on row 1 of events makes no sense",
                "update outbox_claim set lane = -1 ~ lane index is negative",
                "update outbox_claim set lane = 9 ~ in lane 9, which is not in outbox_lane",
                "update sync_outbox set sent = 1 where id = 2 ~ holds 1 rows that are sent already",
                "update sync_outbox set kind = 'odd' where id = 2 ~ holds 1 rows of another kind",
                "insert into outbox_claim select kind, lane, 3, idempotency_key, state, '[3,4]', '', '', '', '', '', ''"
                        + " from outbox_claim ~ shares row 3 with the claim on row",
                "insert into outbox_suspect values (7, 'events', 'odd', '', 1) ~ row 7 stands in outbox_suspect for a reason that is unknown: \"odd\"",
                "update outbox_lane set epoch = 0 ~ lane 0 of events has the epoch 0, and epochs begin with 1",
                "update sqlite_sequence set seq = 15 where name = 'sync_outbox' ~ row 20 is there, but the last id that was"
                        + " given out is 15",
                "insert into outbox_purge values ('events', 20, 3) ~ there are 3 rows more than were ever enqueued",
            })
    void whatIsWrongIsNamed(String damage, String sentence) throws SQLException {
        TestFiles.execute(file, damage);

        assertThat(problems()).hasSize(1).first().asString().contains(sentence);
    }

    @Test
    void aRowThatIsDeadAndInTheQueueIsNamedAndCountedOnceTooOften() throws SQLException {
        TestFiles.execute(file, "insert into outbox_dead_letter values (7, 'events', 's', 'rejected', '', 1, 0, '{}')");

        assertThat(problems()).hasSize(2).last().isEqualTo("row 7 is dead and in the queue at once");
        assertThat(problems().get(0)).startsWith("there are 1 rows more than were ever enqueued");
    }

    @Test
    void aDeathForAReasonThatIsUnknownIsNamed() throws SQLException {
        TestFiles.execute(
                file,
                "delete from sync_outbox where id = 20",
                "insert into outbox_dead_letter values (20, 'events', 's', 'odd', '', 1, 0, '{}')");

        assertThat(problems())
                .containsExactly("row 20 stands in outbox_dead_letter for a reason that is unknown: \"odd\"");
    }

    @Test
    void anIndexThatLacksRowsIsDamage() throws SQLException {
        TestFiles.execute(
                file,
                "pragma writable_schema = on",
                "update sqlite_master set sql = replace(sql, 'sent = 0', 'sent = 1')"
                        + " where name = 'outbox_pending_by_kind'",
                "pragma writable_schema = reset",
                "insert into sync_outbox (session_id, kind, payload) values ('s', 'events', '{}')",
                "pragma writable_schema = on",
                "update sqlite_master set sql = replace(sql, 'sent = 1', 'sent = 0')"
                        + " where name = 'outbox_pending_by_kind'");
        database.close();
        database = SqliteDatabase.open(file);

        assertThat(problems()).anySatisfy(problem -> assertThat(problem).startsWith("the file is damaged: "));
    }

    @Test
    void rowsThatAreGoneFromAClaimAreNoProblem() throws SQLException {
        TestFiles.execute(file, "delete from sync_outbox where id in (1, 2, 3)");

        assertThat(problems()).isEmpty();
    }

    @Test
    void whatIsRememberedOfRowsThatAreGoneOrSentIsNoProblem() throws SQLException {
        TestFiles.execute(
                file,
                "insert into outbox_suspect values (7, 'events', 'rejected', '', 1), (999, 'events', 'rejected', '', 1)",
                "insert into outbox_exporter_ack values (7, 'file', 'events'), (999, 'file', 'events')",
                "update sync_outbox set sent = 1 where id = 7");

        assertThat(problems()).isEmpty();
    }

    @Test
    void everyRowIsAccountedForWhereverItWent() throws SQLException {
        TestFiles.execute(
                file,
                "update sync_outbox set sent = 1 where id in (11, 12, 13)",
                "delete from sync_outbox where id in (14, 15, 16, 17, 18)",
                "insert into outbox_dead_letter values (18, 'events', 's', 'rejected', '', 1, 0, '{}')",
                "insert into outbox_purge values ('tool_spans', 15, 2)");

        OutboxBalance balance = new SqliteOutboxAdmin(database).balance();

        assertThat(balance).isEqualTo(new OutboxBalance(20, 12, 3, 2, 1, 2));
        assertThat(problems()).isEmpty();
    }

    @Test
    void aClaimThatMakesNoSenseStopsItsLaneWithAWordOnWhatToDo() throws SQLException {
        TestFiles.execute(file, "update outbox_claim set row_ids = 'odd'");

        try (SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            assertThatThrownBy(() -> store.openLane(Lane.of(BatchKind.EVENTS), Duration.ofSeconds(1)))
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("the claim on row 1 of kind events")
                    .hasMessageContaining("verify");
        }
    }

    @Test
    void stateThatIsNoNumberCountsAsNeverWritten() throws SQLException {
        TestFiles.execute(
                file, "insert into sync_state values ('last_success_ms', 'yesterday'), ('consecutive_failures', '-1')");

        var status = new SqliteOutboxAdmin(database).status();

        assertThat(status.lastSuccess()).isEmpty();
        assertThat(status.consecutiveFailures()).isZero();
    }

    private List<String> problems() {
        return new SqliteOutboxAdmin(database).problems();
    }
}
