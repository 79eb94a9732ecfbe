package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.store.OutboxFullException;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** Inputs that are too long for one transaction. A step is 1,000 bytes here, and a row 10: 100 rows in a step. */
class IntakeTest {

    private static final OwnerId OWNER = new OwnerId("session");
    private static final int STEP_BYTES = 1_000;
    private static final String NUMBERS = "select group_concat(json_extract(payload, '$.n'), ' ') from sync_outbox";

    @TempDir
    private Path folder;

    private Path file;
    private SqliteDatabase database;
    private SqliteRowQueue queue;

    @BeforeEach
    void open() {
        file = folder.resolve("kaizen.db");
        database = SqliteDatabase.open(file);
        queue = new SqliteRowQueue(database, PendingLimits.NONE, STEP_BYTES);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void allRowsArriveInTheirOrder() throws SQLException {
        assertThat(append(1_050)).isEqualTo(1_050);

        assertThat(TestFiles.query(file, NUMBERS)).containsExactly(numbers(0, 1_050));
        assertThat(TestFiles.query(file, "select distinct kind, session_id, sent from sync_outbox"))
                .containsExactly("events|session|0");
    }

    @Test
    void aStepIsATransaction() {
        int few = commitsOf(() -> append(100));
        int many = commitsOf(() -> append(1_050));

        // One to begin with, and eleven of up to 100 rows each, instead of one; and two more chunks to stage.
        assertThat(many - few).isEqualTo(1 + 11 - 1 + stagingCommits(1_050) - stagingCommits(100));
    }

    @Test
    void whereAStepFailsThoseBeforeAreInAndTheSameInputAgainAddsTheOthers() throws SQLException {
        refuseTheRow(777);

        assertThatThrownBy(() -> append(1_050))
                .isInstanceOf(OutboxStoreException.class)
                .hasMessageContaining("700 of 1050 rows are in already")
                .hasMessageContaining("only the others are added");
        assertThat(TestFiles.query(file, NUMBERS)).containsExactly(numbers(0, 700));

        TestFiles.execute(file, "drop trigger refuse");
        assertThat(append(1_050)).isEqualTo(350);
        assertThat(TestFiles.query(file, NUMBERS)).containsExactly(numbers(0, 1_050));
    }

    @Test
    void theSameInputOnceMoreIsThereTwice() throws SQLException {
        append(600);
        append(600);

        assertThat(TestFiles.query(file, NUMBERS)).containsExactly(numbers(0, 600) + " " + numbers(0, 600));
        assertThat(TestFiles.query(file, "select * from outbox_intake")).isEmpty();
    }

    @Test
    void anotherOwnersSameRowsAreAnotherInput() throws SQLException {
        refuseTheRow(150);
        assertThatThrownBy(() -> append(600)).isInstanceOf(OutboxStoreException.class);
        TestFiles.execute(file, "drop trigger refuse");

        assertThat(queue.append(BatchKind.EVENTS, new OwnerId("another"), rows(600)))
                .isEqualTo(600);
        assertThat(queue.append(BatchKind.WORKSPACE_FACTS, OWNER, rows(600))).isEqualTo(600);
    }

    @Test
    void whatOneTransactionCanTakeIsAllOrNothing() throws SQLException {
        refuseTheRow(77);

        assertThatThrownBy(() -> append(100)).isInstanceOf(OutboxStoreException.class);

        assertThat(TestFiles.query(file, "select count(*) from sync_outbox")).containsExactly("0");
    }

    @Test
    void whatReplacesIsAllOrNothingWhateverItsNumber() throws SQLException {
        append(3);
        refuseTheRow(777);

        assertThatThrownBy(() -> queue.replace(BatchKind.EVENTS, OWNER, rows(1_050)))
                .isInstanceOf(OutboxStoreException.class);

        assertThat(TestFiles.query(file, NUMBERS)).containsExactly(numbers(0, 3));
    }

    @Test
    void underALimitItIsAllOrNothingWhateverTheNumber() throws SQLException {
        SqliteRowQueue limited = new SqliteRowQueue(database, new PendingLimits(1_000, 0), STEP_BYTES);

        assertThatThrownBy(() -> limited.append(BatchKind.EVENTS, OWNER, rows(1_050)))
                .isInstanceOf(OutboxFullException.class);

        assertThat(TestFiles.query(file, "select count(*) from sync_outbox")).containsExactly("0");
    }

    @Test
    void aFailureWhilePayloadsComeLeavesNothing() throws SQLException {
        Iterator<byte[]> broken = IntStream.range(0, 2_000)
                .mapToObj(i -> {
                    if (i == 1_900) {
                        throw new IllegalArgumentException("a bad line");
                    }
                    return row(i);
                })
                .iterator();

        assertThatThrownBy(() -> queue.append(BatchKind.EVENTS, OWNER, broken)).hasMessage("a bad line");

        assertThat(TestFiles.query(file, "select count(*) from sync_outbox")).containsExactly("0");
        assertThat(database.<Object>read(
                        session -> session.sql().fetchValue("select count(*) from sqlite_temp_master")))
                .isEqualTo(0);
    }

    private long append(int rows) {
        return queue.append(BatchKind.EVENTS, OWNER, rows(rows));
    }

    private void refuseTheRow(int number) throws SQLException {
        TestFiles.execute(
                file,
                "create trigger refuse before insert on sync_outbox when json_extract(new.payload, '$.n') = " + number
                        + " begin select raise(abort, 'refused'); end");
    }

    private int commitsOf(Runnable work) {
        AtomicInteger commits = new AtomicInteger();
        SQLiteCommitListener counter = new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                commits.incrementAndGet();
            }

            @Override
            public void onRollback() {}
        };
        listen(connection -> connection.addCommitListener(counter));
        work.run();
        listen(connection -> connection.removeCommitListener(counter));
        return commits.get();
    }

    /** A table to make, one to drop, and a chunk for every 500 rows; nothing where one chunk is all. */
    private static int stagingCommits(int rows) {
        return rows <= 500 ? 0 : 2 + (rows + 499) / 500;
    }

    private void listen(Consumer<SQLiteConnection> with) {
        database.read(session -> {
            session.sql().connection(connection -> with.accept(connection.unwrap(SQLiteConnection.class)));
            return true;
        });
    }

    private static Iterator<byte[]> rows(int number) {
        return IntStream.range(0, number).mapToObj(IntakeTest::row).iterator();
    }

    private static byte[] row(int number) {
        return String.format(Locale.ROOT, "{\"n\":%4d}", number).getBytes(StandardCharsets.UTF_8);
    }

    private static String numbers(int from, int to) {
        return String.join(
                " ", IntStream.range(from, to).mapToObj(String::valueOf).toList());
    }
}
